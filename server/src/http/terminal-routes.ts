// What people set for one terminal, under /api: its dialect, and what it is asked to do next. For administrators,
// and for processes of this machine's owner.

import { centreRequests } from '@tillgate/pos-protocol';
import type { FastifyInstance } from 'fastify';
import { sendError } from './errors.js';
import type { HttpPorts } from './ports.js';
import { requireAdministrator } from './require-person.js';

export const TERMINAL_ID = { type: 'string', pattern: '^[ -~]{8}$' } as const;

const params = { type: 'object', properties: { terminalId: TERMINAL_ID } } as const;

/** For all who are signed in. */
export function terminalReadingRoutes(app: FastifyInstance, { diagnose }: HttpPorts): void {
  app.get('/terminals/:terminalId/diagnosis', { schema: { params } }, async (request, reply) => {
    const { terminalId } = request.params as { terminalId: string };
    return (await diagnose(terminalId)) ?? sendError(reply, 404, 'TG_NOT_FOUND');
  });
}

export async function terminalRoutes(app: FastifyInstance, ports: HttpPorts): Promise<void> {
  app.addHook('preHandler', async (request, reply) => requireAdministrator(ports, request, reply));
  app.post(
    '/terminals/:terminalId/profile',
    {
      schema: {
        params,
        body: {
          type: 'object',
          required: ['profile'],
          properties: { profile: { type: 'string', maxLength: 60 } },
        },
      },
    },
    async (request, reply) => {
      const { terminalId } = request.params as { terminalId: string };
      const { profile } = request.body as { profile: string };
      const done = await ports.terminals.useProfile(terminalId, profile);
      if (done === 'profile-unknown') return sendError(reply, 400, 'TG_PROFILE_UNKNOWN');
      return done === 'done' ? { terminalId, profile } : sendError(reply, 404, 'TG_NOT_FOUND');
    },
  );
  app.post(
    '/terminals/:terminalId/centre-request',
    {
      schema: {
        params,
        body: {
          type: 'object',
          required: ['request'],
          properties: { request: { type: 'string', enum: Object.keys(centreRequests) } },
        },
      },
    },
    async (request, reply) => {
      const { terminalId } = request.params as { terminalId: string };
      const { request: asked } = request.body as { request: keyof typeof centreRequests };
      const done = await ports.terminals.ask(terminalId, asked);
      return done === 'done' ? { terminalId, request: asked } : sendError(reply, 404, 'TG_NOT_FOUND');
    },
  );
}
