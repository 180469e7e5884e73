// The console's interface under /api. Every route but sign-in, the demo world and the training terminal's link
// asks for a session; a first password opens nothing but its own change.

import type { FastifyInstance } from 'fastify';
import { reasons } from '../kernel/reasons.js';
import type { Cause } from './api.js';
import { cardChangingRoutes, cardReadingRoutes } from './card-routes.js';
import { certificateRoutes } from './certificate-routes.js';
import { componentRoutes } from './component-routes.js';
import { demoRoutes } from './demo-routes.js';
import { doubtChangingRoutes, doubtReadingRoutes } from './doubt-routes.js';
import { sendError } from './errors.js';
import { keyChangingRoutes, keyReadingRoutes } from './key-routes.js';
import { labRoutes } from './lab-routes.js';
import { lmkRoutes } from './lmk-routes.js';
import { phoneRoutes } from './phone-routes.js';
import { policyChangingRoutes, policyReadingRoutes } from './policy-routes.js';
import type { HttpPorts } from './ports.js';
import { requirePerson, tokenOf } from './require-person.js';
import { suspectChangingRoutes, suspectReadingRoutes } from './suspect-routes.js';
import { terminalReadingRoutes, terminalRoutes } from './terminal-routes.js';
import { zoneKeyChangingRoutes, zoneKeyReadingRoutes } from './zone-key-routes.js';

interface Options {
  readonly ports: HttpPorts;
}

const AUDIENCES = ['cashier', 'merchant', 'cardholder', 'engineer'] as const;
const LANGUAGES = ['zh', 'en'] as const;
const PASSWORD = { type: 'string', minLength: 1, maxLength: 200 } as const;

export async function routes(app: FastifyInstance, { ports }: Options): Promise<void> {
  signInRoutes(app, ports);
  demoRoutes(app, ports);
  await app.register(async (inner) => {
    inner.addHook('preHandler', (request, reply) => requirePerson(ports, request, reply));
    transactionRoutes(inner, ports);
    labRoutes(inner, ports);
    settlementRoutes(inner, ports);
    auditRoutes(inner, ports);
    keyReadingRoutes(inner, ports);
    doubtReadingRoutes(inner, ports);
    terminalReadingRoutes(inner, ports);
    suspectReadingRoutes(inner, ports);
    zoneKeyReadingRoutes(inner, ports);
    policyReadingRoutes(inner, ports);
    cardReadingRoutes(inner, ports);
  });
  await app.register(async (inner) => phoneRoutes(inner, ports.phone), { prefix: '/phone' });
  await app.register(async (inner) => certificateRoutes(inner, ports));
  await app.register(async (inner) => terminalRoutes(inner, ports));
  await app.register(async (inner) => suspectChangingRoutes(inner, ports));
  await app.register(async (inner) => keyChangingRoutes(inner, ports));
  await app.register(async (inner) => doubtChangingRoutes(inner, ports));
  await app.register(async (inner) => lmkRoutes(inner, ports));
  await app.register(async (inner) => componentRoutes(inner, ports));
  await app.register(async (inner) => zoneKeyChangingRoutes(inner, ports));
  await app.register(async (inner) => policyChangingRoutes(inner, ports));
  await app.register(async (inner) => cardChangingRoutes(inner, ports));
}

function signInRoutes(app: FastifyInstance, ports: HttpPorts): void {
  app.post(
    '/sign-in',
    {
      schema: {
        body: {
          type: 'object',
          required: ['name', 'password'],
          properties: { name: { type: 'string', maxLength: 100 }, password: PASSWORD },
        },
      },
    },
    async (request, reply) => {
      const { name, password } = request.body as { name: string; password: string };
      const done = await ports.sessions.signIn(name, password);
      if (done === 'locked') return sendError(reply, 429, 'TG_LOCKED');
      if (done === 'refused') return sendError(reply, 401, 'TG_WRONG_SIGN_IN');
      reply.header('set-cookie', `tillgate=${done.token}; Path=/; HttpOnly; SameSite=Strict`);
      return done.person;
    },
  );
  app.get('/me', async (request, reply) => {
    const token = tokenOf(request);
    const person = token === undefined ? undefined : await ports.sessions.who(token);
    return person ?? sendError(reply, 401, 'TG_NOT_SIGNED_IN');
  });
  app.post(
    '/password',
    {
      schema: {
        body: {
          type: 'object',
          required: ['current', 'next'],
          properties: { current: PASSWORD, next: PASSWORD },
        },
      },
    },
    async (request, reply) => {
      const token = tokenOf(request);
      const person = token === undefined ? undefined : await ports.sessions.who(token);
      if (!person) return sendError(reply, 401, 'TG_NOT_SIGNED_IN');
      const { current, next } = request.body as { current: string; next: string };
      const done = await ports.sessions.changePassword(person, current, next);
      if (done === 'refused') return sendError(reply, 401, 'TG_WRONG_SIGN_IN');
      if (done !== 'changed') return sendError(reply, 400, `TG_PASSWORD_${done.toUpperCase()}`);
      return { ...person, mustChangePassword: false };
    },
  );
  app.post('/sign-out', async (request, reply) => {
    const token = tokenOf(request);
    if (token !== undefined) await ports.sessions.signOut(token);
    reply.header('set-cookie', 'tillgate=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0');
    return { status: 'ok' };
  });
}

function transactionRoutes(app: FastifyInstance, ports: HttpPorts): void {
  app.get(
    '/transactions',
    {
      schema: {
        querystring: {
          type: 'object',
          properties: {
            limit: { type: 'integer', minimum: 1, maximum: 200, default: 50 },
            before: { type: 'integer', minimum: 0 },
            search: { type: 'string', maxLength: 40 },
          },
        },
      },
    },
    async (request) => {
      const { limit, before, search } = request.query as { limit: number; before?: number; search?: string };
      return ports.list({ limit, before, search });
    },
  );
  app.get('/transactions/:rrn', async (request, reply) => {
    const { rrn } = request.params as { rrn: string };
    return (await ports.show(rrn)) ?? sendError(reply, 404, 'TG_NOT_FOUND');
  });
  app.get(
    '/transactions/:rrn/explanation',
    {
      schema: {
        querystring: {
          type: 'object',
          properties: {
            audience: { type: 'string', enum: AUDIENCES, default: 'engineer' },
            lang: { type: 'string', enum: LANGUAGES, default: 'zh' },
          },
        },
      },
    },
    async (request, reply) => {
      const { rrn } = request.params as { rrn: string };
      const { audience, lang } = request.query as {
        audience: (typeof AUDIENCES)[number];
        lang: (typeof LANGUAGES)[number];
      };
      return (await ports.explain(rrn, audience, lang)) ?? sendError(reply, 404, 'TG_NOT_FOUND');
    },
  );
  app.get('/books', async () => ports.proveBooks());
  app.get('/causes', async (): Promise<readonly Cause[]> => [...reasons.values()]);
}

function settlementRoutes(app: FastifyInstance, ports: HttpPorts): void {
  app.get(
    '/settlements',
    {
      schema: { querystring: { type: 'object', properties: { terminal: { type: 'string', maxLength: 8 } } } },
    },
    async (request) => ports.settlements((request.query as { terminal?: string }).terminal),
  );
  app.get('/settlements/:terminal/:batch', async (request, reply) => {
    const { terminal, batch } = request.params as { terminal: string; batch: string };
    return (await ports.settlement(terminal, batch)) ?? sendError(reply, 404, 'TG_NOT_FOUND');
  });
}

function auditRoutes(app: FastifyInstance, ports: HttpPorts): void {
  app.get('/audit/proof', async () => ports.audit.prove());
  app.get(
    '/audit',
    {
      schema: {
        querystring: { type: 'object', properties: { after: { type: 'integer', minimum: 0, default: 0 } } },
      },
    },
    async (request) => ports.audit.page((request.query as { after: number }).after),
  );
}
