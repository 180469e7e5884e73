// Cards as their bank sees them: found by their last digits, their PIN unlocked, and a blocked one active again.

import type { FastifyInstance } from 'fastify';
import type { BankCard } from './api.js';
import { sendError } from './errors.js';
import type { HttpPorts } from './ports.js';
import { requireAdministrator } from './require-person.js';

const LAST4 = { type: 'string', pattern: '^[0-9]{4}$' } as const;
const find = {
  schema: { querystring: { type: 'object', required: ['last4'], properties: { last4: LAST4 } } },
};
const named = {
  schema: { params: { type: 'object', properties: { card: { type: 'integer', minimum: 1 } } } },
};

export function cardReadingRoutes(app: FastifyInstance, { cards }: HttpPorts): void {
  app.get('/cards', find, async (request) => cards.find((request.query as { last4: string }).last4));
}

export async function cardChangingRoutes(app: FastifyInstance, ports: HttpPorts): Promise<void> {
  app.addHook('preHandler', (request, reply) => requireAdministrator(ports, request, reply));
  const post = (path: string, work: (cardId: number) => Promise<BankCard | undefined>): void => {
    app.post(path, named, async (request, reply) => {
      const { card } = request.params as { card: number };
      return (await work(card)) ?? sendError(reply, 404, 'TG_NOT_FOUND');
    });
  };
  post('/cards/:card/unlock-pin', ports.cards.unlockPin);
  post('/cards/:card/unblock', ports.cards.unblock);
}
