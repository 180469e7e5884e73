// The in-doubt register under /api: to be read by all who are signed in; sending a parked forward again is for
// administrators and for processes of this machine's owner.

import type { FastifyInstance } from 'fastify';
import { sendError } from './errors.js';
import type { HttpPorts } from './ports.js';
import { requireAdministrator } from './require-person.js';

const RRN = { type: 'string', pattern: '^[0-9A-Za-z]{12}$' } as const;

export function doubtReadingRoutes(app: FastifyInstance, { doubts }: HttpPorts): void {
  app.get('/in-doubt', async () => doubts.list());
}

export async function doubtChangingRoutes(app: FastifyInstance, ports: HttpPorts): Promise<void> {
  app.addHook('preHandler', async (request, reply) => requireAdministrator(ports, request, reply));
  app.post(
    '/in-doubt/:rrn/retry',
    { schema: { params: { type: 'object', properties: { rrn: RRN } } } },
    async (request, reply) => {
      const { rrn } = request.params as { rrn: string };
      return (await ports.doubts.retry(rrn)) ? { rrn } : sendError(reply, 404, 'TG_NOT_FOUND');
    },
  );
}
