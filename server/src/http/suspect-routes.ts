// Terminals that may be copies, under /api: read by all who are signed in, taken out of service by administrators and
// processes of this machine's owner; the cards seen there are frozen, and the rule is set, by people with names.

import type { FastifyInstance } from 'fastify';
import type { KnownSoftware, QuarantineRule } from './api.js';
import { sendError } from './errors.js';
import type { HttpPorts } from './ports.js';
import { requireAdministrator, requireOfficer, requirePerson } from './require-person.js';
import { TERMINAL_ID } from './terminal-routes.js';

const params = { type: 'object', properties: { terminalId: TERMINAL_ID } } as const;
interface OfTerminal {
  readonly terminalId: string;
}

export function suspectReadingRoutes(app: FastifyInstance, { suspects }: HttpPorts): void {
  app.get('/suspects', async () => suspects.list());
  app.get('/suspects/:terminalId', { schema: { params } }, async (request, reply) => {
    const { terminalId } = request.params as OfTerminal;
    return (await suspects.show(terminalId)) ?? sendError(reply, 404, 'TG_NOT_FOUND');
  });
  app.get('/known-software', async () => suspects.software());
  app.get('/known-software/steps', async () => suspects.softwareSteps());
  app.get('/quarantine-rule', async () => ({ rule: await suspects.rule() }));
}

export async function suspectChangingRoutes(app: FastifyInstance, ports: HttpPorts): Promise<void> {
  const { suspects } = ports;
  const status = {
    type: 'object',
    required: ['status'],
    properties: { status: { type: 'string', enum: ['active', 'suspended'] } },
  };
  app.post(
    '/terminals/:terminalId/status',
    {
      schema: { params, body: status },
      preHandler: async (request, reply) => requireAdministrator(ports, request, reply),
    },
    async (request, reply) => {
      const person = await requirePerson(ports, request, reply);
      if (!person) return reply;
      const { terminalId } = request.params as OfTerminal;
      const { status } = request.body as { status: 'active' | 'suspended' };
      const done = await suspects.setStatus(person.name, terminalId, status);
      return done ? { terminalId, status } : sendError(reply, 404, 'TG_NOT_FOUND');
    },
  );
  app.post('/suspects/:terminalId/freeze', { schema: { params } }, async (request, reply) => {
    const officer = await requireOfficer(ports, request, reply);
    if (officer === undefined) return reply;
    const { terminalId } = request.params as OfTerminal;
    const done = await suspects.freeze(officer, terminalId);
    if (done === 'unknown') return sendError(reply, 404, 'TG_NOT_FOUND');
    return done === 'second-person' ? sendError(reply, 409, 'TG_SECOND_PERSON') : done;
  });
  const software = {
    type: 'object',
    required: ['hash', 'name'],
    properties: {
      hash: { type: 'string', pattern: '^[0-9a-f]{16}$' },
      name: { type: 'string', minLength: 1, maxLength: 80 },
    },
  };
  app.post('/known-software', { schema: { body: software } }, async (request, reply) => {
    const officer = await requireOfficer(ports, request, reply);
    if (officer === undefined) return reply;
    await suspects.addSoftware(officer, request.body as Pick<KnownSoftware, 'hash' | 'name'>);
    return suspects.software();
  });
  const named = { schema: { params: { type: 'object', properties: { hash: software.properties.hash } } } };
  app.post('/known-software/:hash/withdraw', named, async (request, reply) => {
    const officer = await requireOfficer(ports, request, reply);
    if (officer === undefined) return reply;
    const { hash } = request.params as Pick<KnownSoftware, 'hash'>;
    if (!(await suspects.withdrawSoftware(officer, hash))) return sendError(reply, 404, 'TG_NOT_FOUND');
    return suspects.software();
  });
  const rule = {
    type: 'object',
    required: ['rule'],
    properties: {
      rule: {
        type: ['object', 'null'],
        required: ['score', 'kinds'],
        properties: {
          score: { type: 'number', minimum: 0.5, maximum: 1 },
          kinds: { type: 'integer', minimum: 1, maximum: 10 },
        },
      },
    },
  };
  app.post('/quarantine-rule', { schema: { body: rule } }, async (request, reply) => {
    const officer = await requireOfficer(ports, request, reply);
    if (officer === undefined) return reply;
    const { rule } = request.body as { rule: Pick<QuarantineRule, 'score' | 'kinds'> | null };
    await suspects.setRule(officer, rule);
    return { rule: await suspects.rule() };
  });
}
