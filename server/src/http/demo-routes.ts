// What the training pages may ask of a host with the demo world, without a session: its world, a payment code, a chip,
// messages to phones, and the terminals' link.

import type { FastifyInstance } from 'fastify';
import { HOST_FAULTS } from '../kernel/host-faults.js';
import type { LabOrder, TillExplanation } from './api.js';
import { sendError } from './errors.js';
import type { HttpPorts } from './ports.js';
import { passToLink } from './training-link.js';

export function demoRoutes(app: FastifyInstance, ports: HttpPorts): void {
  app.get('/demo', async (_request, reply) => ports.demo() ?? sendError(reply, 404, 'TG_NOT_FOUND'));
  app.get('/demo/outbox', async (_request, reply) => ports.outbox() ?? sendError(reply, 404, 'TG_NOT_FOUND'));
  const namesCard = {
    schema: {
      body: { type: 'object', required: ['card'], properties: { card: { type: 'string', maxLength: 60 } } },
    },
  };
  app.post('/demo/payment-code', namesCard, async (request, reply) => {
    const { card } = request.body as { card: string };
    return (await ports.paymentCode(card)) ?? sendError(reply, 404, 'TG_NOT_FOUND');
  });
  app.post('/demo/chip', namesCard, async (request, reply) => {
    const { card } = request.body as { card: string };
    return (await ports.presentChip(card)) ?? sendError(reply, 404, 'TG_NOT_FOUND');
  });
  // The cashier's words for what the page's own terminal was answered; a terminal in the field has field 63 alone.
  app.get(
    '/demo/explanations/:rrn',
    {
      schema: {
        querystring: {
          type: 'object',
          properties: { lang: { type: 'string', enum: ['zh', 'en'], default: 'zh' } },
        },
      },
    },
    async (request, reply): Promise<TillExplanation | undefined> => {
      const { rrn } = request.params as { rrn: string };
      const { lang } = request.query as { lang: 'zh' | 'en' };
      const told = ports.demo() && (await ports.explainToTill(rrn, lang));
      return told ?? sendError(reply, 404, 'TG_NOT_FOUND');
    },
  );
  // The training page may break its own next message at the host, and no line of anybody.
  app.post(
    '/demo/host-fault',
    {
      schema: {
        body: {
          type: 'object',
          required: ['terminalId', 'fault'],
          properties: {
            terminalId: { type: 'string', pattern: '^[ -~]{8}$' },
            fault: { type: 'string', enum: HOST_FAULTS },
          },
        },
      },
    },
    async (request, reply) => {
      const order = request.body as Pick<LabOrder, 'terminalId' | 'fault'>;
      const isArmed = ports.lab?.arm({ ...order, times: 1, holdMs: 0 });
      return isArmed ? { status: 'ok' } : sendError(reply, 404, 'TG_NOT_FOUND');
    },
  );
  app.get('/pos/link', { websocket: true }, (socket, request) => {
    // Off without the demo world, and closed to pages of other hosts.
    const origin = request.headers.origin;
    const sameHost = origin === undefined || new URL(origin).host === request.headers.host;
    if (ports.demo() === undefined || !sameHost) socket.close(1008, 'not served');
    else passToLink(ports, socket);
  });
}
