// The component ceremony of a terminal's own key under /api: each step by an administrator under a name of their own.
// Components arrive sealed for the HSM, so that no body of a request ever holds one in clear.

import type { FastifyInstance } from 'fastify';
import { Fault } from '../kernel/fault.js';
import type { SealedKeyComponent } from './api.js';
import { sendError } from './errors.js';
import type { HttpPorts } from './ports.js';
import { requireOfficer } from './require-person.js';
import { TERMINAL_ID } from './terminal-routes.js';

const PARAMS = { type: 'object', properties: { terminalId: TERMINAL_ID } } as const;
const BASE64 = { type: 'string', pattern: '^[A-Za-z0-9+/]{1,300}={0,2}$' } as const;
const COMPONENTS = '/terminals/:terminalId/key-components';

interface OfTerminal {
  readonly terminalId: string;
}

export async function componentRoutes(app: FastifyInstance, ports: HttpPorts): Promise<void> {
  const { components } = ports;
  app.setErrorHandler((error: { statusCode?: number }, _request, reply) => {
    if (error instanceof Fault && error.code.startsWith('TG_CEREMONY'))
      return sendError(reply, 409, error.code);
    if (error instanceof Fault && error.code.startsWith('TG_KEY_'))
      return sendError(reply, 409, 'TG_KEY_WEAK');
    throw error;
  });
  app.get(COMPONENTS, { schema: { params: PARAMS } }, async (request, reply) => {
    if ((await requireOfficer(ports, request, reply)) === undefined) return reply;
    const { terminalId } = request.params as OfTerminal;
    return components.state(terminalId) ?? sendError(reply, 409, 'TG_CEREMONY');
  });
  const count = { type: 'object', required: ['components'], properties: { components: { enum: [2, 3] } } };
  app.post(`${COMPONENTS}/begin`, { schema: { params: PARAMS, body: count } }, async (request, reply) => {
    const officer = await requireOfficer(ports, request, reply);
    if (officer === undefined) return reply;
    const { terminalId } = request.params as OfTerminal;
    const body = request.body as { components: 2 | 3 };
    const begun = await components.begin(officer, terminalId, body.components);
    return begun ?? sendError(reply, 404, 'TG_NOT_FOUND');
  });
  const sealed = {
    type: 'object',
    required: ['ephemeralKey', 'sealed', 'checkValue'],
    properties: {
      ephemeralKey: BASE64,
      sealed: BASE64,
      checkValue: { type: 'string', pattern: '^([0-9A-F]{6})?$' },
    },
  };
  app.post(COMPONENTS, { schema: { params: PARAMS, body: sealed } }, async (request, reply) => {
    const officer = await requireOfficer(ports, request, reply);
    if (officer === undefined) return reply;
    const { terminalId } = request.params as OfTerminal;
    const entered = await components.enter(officer, terminalId, request.body as SealedKeyComponent);
    return entered ?? sendError(reply, 409, 'TG_CEREMONY');
  });
}
