// Keys shared with banks under /api: to be read by all who are signed in, exchanged by an administrator, and ended as
// compromised by two of them. Each asks under a name of their own, which the audit keeps.

import type { FastifyInstance, FastifyReply } from 'fastify';
import type { ZoneKeyRole, ZoneKeysDetail } from './api.js';
import { sendError } from './errors.js';
import type { HttpPorts } from './ports.js';
import { requireOfficer } from './require-person.js';

export const ISSUER_ID = { type: 'string', pattern: '^[0-9]{1,11}$' } as const;
const ROLE = { type: 'string', enum: ['zpk', 'pvk', 'imk-ac', 'zone-master'] } as const;
const OF_KEY = { params: { type: 'object', properties: { issuerId: ISSUER_ID, role: ROLE } } } as const;

const REFUSED = {
  unknown: [404, 'TG_NOT_FOUND'],
  'no-zone-master': [409, 'TG_ZONE_MASTER'],
  elsewhere: [409, 'TG_ZONE_ELSEWHERE'],
  'second-person': [409, 'TG_SECOND_PERSON'],
} as const;

interface OfKey {
  readonly issuerId: string;
  readonly role: ZoneKeyRole;
}

export function zoneKeyReadingRoutes(app: FastifyInstance, { zoneKeys }: HttpPorts): void {
  app.get('/zone-keys', async () => zoneKeys.list());
  app.get('/zone-keys/:issuerId/:role', { schema: OF_KEY }, async (request, reply) => {
    const { issuerId, role } = request.params as OfKey;
    return (await zoneKeys.show(issuerId, role)) ?? sendError(reply, 404, 'TG_NOT_FOUND');
  });
}

export async function zoneKeyChangingRoutes(app: FastifyInstance, ports: HttpPorts): Promise<void> {
  const { zoneKeys } = ports;
  const post = (
    path: string,
    work: (officer: string, key: OfKey) => Promise<ZoneKeysDetail | keyof typeof REFUSED | undefined>,
  ): void => {
    app.post(path, { schema: OF_KEY }, async (request, reply) => {
      const officer = await requireOfficer(ports, request, reply);
      if (officer === undefined) return reply;
      return answered(reply, (await work(officer, request.params as OfKey)) ?? 'unknown');
    });
  };
  post('/zone-keys/:issuerId/zpk/rotate', (officer, { issuerId }) => zoneKeys.rotate(officer, issuerId));
  post('/zone-keys/:issuerId/zpk/retire', (_officer, { issuerId }) => zoneKeys.retire(issuerId));
  post('/zone-keys/:issuerId/:role/compromise', (officer, { issuerId, role }) =>
    zoneKeys.compromise(officer, issuerId, role),
  );
}

function answered(
  reply: FastifyReply,
  done: ZoneKeysDetail | keyof typeof REFUSED,
): ZoneKeysDetail | FastifyReply {
  if (typeof done !== 'string') return done;
  const [status, code] = REFUSED[done];
  return sendError(reply, status, code);
}
