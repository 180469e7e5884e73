// Ceremonies of keys by components under /api: each step by an administrator under a name of their own. Components
// arrive sealed for the HSM, so that no body of a request ever holds one in clear.

import type { FastifyInstance, FastifyReply } from 'fastify';
import { Fault } from '../kernel/fault.js';
import type { KeyComponents, SealedKeyComponent } from './api.js';
import { sendError } from './errors.js';
import type { ComponentPort, HttpPorts } from './ports.js';
import { requireOfficer } from './require-person.js';
import { TERMINAL_ID } from './terminal-routes.js';
import { ISSUER_ID } from './zone-key-routes.js';

const BASE64 = { type: 'string', pattern: '^[A-Za-z0-9+/]{1,300}={0,2}$' } as const;
export const SEALED = {
  type: 'object',
  required: ['ephemeralKey', 'sealed', 'checkValue'],
  properties: {
    ephemeralKey: BASE64,
    sealed: BASE64,
    checkValue: { type: 'string', pattern: '^([0-9A-F]{6})?$' },
  },
} as const;
const COUNT = { type: 'object', required: ['components'], properties: { components: { enum: [2, 3] } } };

interface Keys<Params, Refusal extends string> {
  readonly path: string;
  readonly params: Readonly<Record<keyof Params & string, object>>;
  readonly desk: ComponentPort<Refusal>;
  nameOf(params: Params): string;
}

const REFUSED = { live: 'TG_ZONE_KEY_LIVE', elsewhere: 'TG_ZONE_ELSEWHERE' } as const;

export async function componentRoutes(app: FastifyInstance, ports: HttpPorts): Promise<void> {
  app.setErrorHandler((error: { statusCode?: number }, _request, reply) => {
    if (error instanceof Fault && /^TG_(CEREMONY|ZONE_KEY)/.test(error.code))
      return sendError(reply, 409, error.code);
    if (error instanceof Fault && error.code.startsWith('TG_KEY_'))
      return sendError(reply, 409, 'TG_KEY_WEAK');
    throw error;
  });
  ceremonyRoutes<{ terminalId: string }, never>(app, ports, {
    path: '/terminals/:terminalId/key-components',
    params: { terminalId: TERMINAL_ID },
    desk: ports.components.terminal,
    nameOf: ({ terminalId }) => terminalId,
  });
  ceremonyRoutes<{ issuerId: string; role: string }, keyof typeof REFUSED>(app, ports, {
    path: '/zone-keys/:issuerId/:role/key-components',
    params: { issuerId: ISSUER_ID, role: { type: 'string', enum: ['pvk', 'imk-ac', 'zone-master'] } },
    desk: ports.components.bank,
    nameOf: ({ issuerId, role }) => `${issuerId}/${role}`,
  });
}

function ceremonyRoutes<Params, Refusal extends keyof typeof REFUSED>(
  app: FastifyInstance,
  ports: HttpPorts,
  { path, params: properties, desk, nameOf }: Keys<Params, Refusal>,
): void {
  const params = { type: 'object', properties };
  app.get(path, { schema: { params } }, async (request, reply) => {
    if ((await requireOfficer(ports, request, reply)) === undefined) return reply;
    return desk.state(nameOf(request.params as Params)) ?? sendError(reply, 409, 'TG_CEREMONY');
  });
  app.post(`${path}/begin`, { schema: { params, body: COUNT } }, async (request, reply) => {
    const officer = await requireOfficer(ports, request, reply);
    if (officer === undefined) return reply;
    const { components } = request.body as { components: 2 | 3 };
    return begun(reply, await desk.begin(officer, nameOf(request.params as Params), components));
  });
  app.post(path, { schema: { params, body: SEALED } }, async (request, reply) => {
    const officer = await requireOfficer(ports, request, reply);
    if (officer === undefined) return reply;
    const sealed = request.body as SealedKeyComponent;
    const entered = await desk.enter(officer, nameOf(request.params as Params), sealed);
    return entered ?? sendError(reply, 409, 'TG_CEREMONY');
  });
}

function begun(
  reply: FastifyReply,
  told: KeyComponents | keyof typeof REFUSED | undefined,
): KeyComponents | FastifyReply {
  if (told === undefined) return sendError(reply, 404, 'TG_NOT_FOUND');
  return typeof told === 'string' ? sendError(reply, 409, REFUSED[told]) : told;
}
