// Keys of terminals under /api: the map, a new terminal, a new key, a compromise. To be read by all who are signed in,
// to be changed by administrators and by processes of this machine's owner.

import type { FastifyInstance } from 'fastify';
import type { HandOverRequest, NewTerminal } from './api.js';
import { sendError } from './errors.js';
import type { HttpPorts } from './ports.js';
import { requireAdministrator } from './require-person.js';
import { TERMINAL_ID } from './terminal-routes.js';

const PARAMS = { type: 'object', properties: { terminalId: TERMINAL_ID } } as const;
const REFUSED = {
  standing: [409, 'TG_TERMINAL_STANDING'],
  'merchant-unknown': [404, 'TG_NOT_FOUND'],
  'profile-unknown': [400, 'TG_PROFILE'],
  'terminal-unknown': [404, 'TG_NOT_FOUND'],
  'certificate-wrong': [403, 'TG_NOT_ALLOWED'],
} as const;

interface OfTerminal {
  readonly terminalId: string;
}

export function keyReadingRoutes(app: FastifyInstance, { keys }: HttpPorts): void {
  app.get('/keys', async () => keys.list());
  app.get('/keys/:terminalId', { schema: { params: PARAMS } }, async (request, reply) => {
    const { terminalId } = request.params as OfTerminal;
    return (await keys.show(terminalId)) ?? sendError(reply, 404, 'TG_NOT_FOUND');
  });
}

export async function keyChangingRoutes(app: FastifyInstance, ports: HttpPorts): Promise<void> {
  const { keys } = ports;
  app.addHook('preHandler', async (request, reply) => requireAdministrator(ports, request, reply));
  app.post(
    '/terminals',
    {
      schema: {
        body: {
          type: 'object',
          required: ['terminalId', 'merchantId', 'profile'],
          properties: {
            terminalId: TERMINAL_ID,
            merchantId: { type: 'string', pattern: '^[ -~]{15}$' },
            profile: { type: 'string', maxLength: 60 },
            serialNumber: { type: 'string', maxLength: 60 },
          },
        },
      },
    },
    async (request, reply) => {
      const added = await keys.add(request.body as NewTerminal);
      if (typeof added !== 'string') return added;
      const [status, code] = REFUSED[added];
      return sendError(reply, status, code);
    },
  );
  app.post(
    '/terminals/:terminalId/key',
    {
      schema: {
        params: PARAMS,
        body: {
          type: 'object',
          required: ['certificate', 'holds', 'nonce'],
          properties: {
            certificate: { type: 'string', maxLength: 4096 },
            holds: { type: 'string', pattern: '^([0-9A-F]{6})?$' },
            nonce: { type: 'string', pattern: '^[0-9a-f]{32}$' },
          },
        },
      },
    },
    async (request, reply) => {
      const { terminalId } = request.params as OfTerminal;
      const handed = await keys.handOver(terminalId, request.body as HandOverRequest);
      if (typeof handed !== 'string') return handed;
      const [status, code] = REFUSED[handed];
      return sendError(reply, status, code);
    },
  );
  app.post('/keys/:terminalId/compromise', { schema: { params: PARAMS } }, async (request, reply) => {
    const { terminalId } = request.params as OfTerminal;
    return (await keys.compromise(terminalId)) ?? sendError(reply, 404, 'TG_NOT_FOUND');
  });
}
