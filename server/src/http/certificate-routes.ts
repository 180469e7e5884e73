// Certificates of terminals under /api: who holds which, issue, renew, revoke. For administrators, and for processes
// of this machine's owner.

import type { FastifyInstance } from 'fastify';
import { sendError } from './errors.js';
import type { HttpPorts } from './ports.js';
import { requireAdministrator } from './require-person.js';

const TERMINAL = { type: 'string', pattern: '^[ -~]{8}$' } as const;
const REFUSED = {
  'terminal-unknown': [404, 'TG_NOT_FOUND'],
  'request-wrong': [400, 'TG_CERTIFICATE_REQUEST'],
  standing: [409, 'TG_CERTIFICATE_STANDING'],
  none: [409, 'TG_CERTIFICATE_NONE'],
} as const;

export async function certificateRoutes(app: FastifyInstance, ports: HttpPorts): Promise<void> {
  app.addHook('preHandler', async (request, reply) => requireAdministrator(ports, request, reply));
  app.get('/certificates', async () => ports.certificates.list());
  app.post(
    '/terminals/:terminalId/certificates',
    {
      schema: {
        params: { type: 'object', properties: { terminalId: TERMINAL } },
        body: {
          type: 'object',
          required: ['how', 'request'],
          properties: {
            how: { type: 'string', enum: ['enrol', 'renew'] },
            request: { type: 'string', maxLength: 4096 },
          },
        },
      },
    },
    async (request, reply) => {
      const { terminalId } = request.params as { terminalId: string };
      const { how, request: pem } = request.body as { how: 'enrol' | 'renew'; request: string };
      const issued = await ports.certificates.issue(how, terminalId, pem);
      if (typeof issued !== 'string') return issued;
      const [status, code] = REFUSED[issued];
      return sendError(reply, status, code);
    },
  );
  app.post(
    '/terminals/:terminalId/certificates/revoke',
    {
      schema: {
        params: { type: 'object', properties: { terminalId: TERMINAL } },
        body: {
          type: 'object',
          properties: { serial: { type: 'string', pattern: '^[0-9a-f]{32}$' } },
        },
      },
    },
    async (request) => {
      const { terminalId } = request.params as { terminalId: string };
      const { serial } = request.body as { serial?: string };
      return { revoked: await ports.certificates.revoke(terminalId, serial) };
    },
  );
}
