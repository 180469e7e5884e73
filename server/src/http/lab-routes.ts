// The fault laboratory under /api/lab: what is armed, arm, disarm. Only in the demo world, and for people who are
// signed in.

import type { FastifyInstance } from 'fastify';
import { HOST_FAULTS } from '../kernel/host-faults.js';
import { FAULT_NAMES } from '../link/index.js';
import type { LabOrder } from './api.js';
import { sendError } from './errors.js';
import type { HttpPorts, LabDesk } from './ports.js';

const TERMINAL = { type: 'string', pattern: '^[ -~]{8}$' } as const;
/** Longer than any terminal waits. */
const HOLD_MS = 65_000;

export function labRoutes(app: FastifyInstance, ports: HttpPorts): void {
  const { lab } = ports;
  app.get('/lab', async (_request, reply) => (lab ? viewOf(lab) : sendError(reply, 404, 'TG_NOT_FOUND')));
  app.post(
    '/lab',
    {
      schema: {
        body: {
          type: 'object',
          required: ['terminalId', 'fault'],
          properties: {
            terminalId: TERMINAL,
            fault: { type: 'string', enum: [...FAULT_NAMES, ...HOST_FAULTS] },
            times: { type: 'integer', minimum: 1, maximum: 100, default: 1 },
            holdMs: { type: 'integer', minimum: 0, maximum: 300_000, default: HOLD_MS },
          },
        },
      },
    },
    async (request, reply) =>
      lab?.arm(request.body as LabOrder) ? viewOf(lab) : sendError(reply, 404, 'TG_NOT_FOUND'),
  );
  app.post(
    '/lab/disarm',
    {
      schema: {
        body: { type: 'object', required: ['terminalId'], properties: { terminalId: TERMINAL } },
      },
    },
    async (request, reply) => {
      const { terminalId } = request.body as { terminalId: string };
      return lab?.disarm(terminalId) ? viewOf(lab) : sendError(reply, 404, 'TG_NOT_FOUND');
    },
  );
}

function viewOf({ armed, done }: LabDesk) {
  return { armed, done };
}
