// Banks' policies for payments without a PIN: read and tried by all who are signed in; proposed by an administrator,
// and published by another.

import type { FastifyInstance, FastifyRequest } from 'fastify';
import { sendError } from './errors.js';
import type { CvmRulesForm } from './policy-shapes.js';
import type { HttpPorts } from './ports.js';
import { requireOfficer } from './require-person.js';

const AMOUNT = { type: 'integer', minimum: 0, maximum: 999_999_999_999 } as const;
const ALLOWANCE = {
  type: 'object',
  required: ['amountMinor', 'count'],
  additionalProperties: false,
  properties: { amountMinor: AMOUNT, count: { type: 'integer', minimum: 0, maximum: 1_000_000_000 } },
} as const;
const TIME = { type: 'string', pattern: '^([01][0-9]|2[0-3])[0-5][0-9]$' } as const;
const RISK = {
  type: 'object',
  required: ['from', 'until', 'aboveMinor', 'categories'],
  additionalProperties: false,
  properties: {
    ...{ from: TIME, until: TIME, aboveMinor: AMOUNT },
    categories: { type: 'array', maxItems: 100, items: { type: 'string', pattern: '^[0-9]{4}$' } },
  },
} as const;
const RULES = {
  type: 'object',
  required: [
    ...['perPaymentMinor', 'sincePin', 'perDay', 'onDeviceMinor'],
    ...['fallback', 'newCard', 'abroad', 'signature', 'pinOnPhone', 'risk'],
  ],
  additionalProperties: false,
  properties: {
    perPaymentMinor: AMOUNT,
    sincePin: ALLOWANCE,
    perDay: ALLOWANCE,
    onDeviceMinor: { ...AMOUNT, nullable: true },
    fallback: { enum: ['pin', 'refuse'] },
    newCard: { enum: ['pin', 'as-others'] },
    abroad: { enum: ['pin', 'as-at-home'] },
    signature: { enum: ['allowed', 'refused'] },
    pinOnPhone: { enum: ['refused', 'set', 'set-and-unlock'] },
    risk: { ...RISK, nullable: true },
  },
} as const;
const withRules = { schema: { body: { type: 'object', required: ['rules'], properties: { rules: RULES } } } };

interface Named {
  readonly issuer: string;
  readonly name: string;
  readonly version: string;
}

const rulesOf = (request: FastifyRequest): CvmRulesForm => (request.body as { rules: CvmRulesForm }).rules;

export function policyReadingRoutes(app: FastifyInstance, { policies }: HttpPorts): void {
  app.get('/cvm-policies', async () => policies.list());
  app.post('/cvm-policies/:issuer/:name/preview', withRules, async (request, reply) => {
    const { issuer, name } = request.params as Named;
    return (await policies.preview(issuer, name, rulesOf(request))) ?? sendError(reply, 404, 'TG_NOT_FOUND');
  });
}

export async function policyChangingRoutes(app: FastifyInstance, ports: HttpPorts): Promise<void> {
  const { policies } = ports;
  app.post('/cvm-policies/:issuer/:name', withRules, async (request, reply) => {
    const officer = await requireOfficer(ports, request, reply);
    if (officer === undefined) return reply;
    const { issuer, name } = request.params as Named;
    const done = await policies.propose(officer, issuer, name, rulesOf(request));
    return done === 'proposed' ? { status: done } : sendError(reply, 409, done);
  });
  app.post('/cvm-policies/:issuer/:name/:version/publish', async (request, reply) => {
    const officer = await requireOfficer(ports, request, reply);
    if (officer === undefined) return reply;
    const { issuer, name, version } = request.params as Named;
    const done = await policies.publish(officer, issuer, name, Number(version));
    return done === 'published' ? { status: done } : sendError(reply, 409, done);
  });
}
