// The change of the local master key under /api/hsm, and the people who carry it out. A component comes from a person
// who signed in with a name of their own: the local token is nobody, and may only look.

import type { FastifyInstance } from 'fastify';
import { Fault } from '../kernel/fault.js';
import type { SealedKeyComponent } from './api.js';
import { SEALED } from './component-routes.js';
import { sendError } from './errors.js';
import type { HttpPorts } from './ports.js';
import { requireOfficer, requirePerson } from './require-person.js';

const CHECK_VALUE = { type: 'string', pattern: '^[0-9A-F]{6}$' } as const;

export async function lmkRoutes(app: FastifyInstance, ports: HttpPorts): Promise<void> {
  app.setErrorHandler((error: { statusCode?: number }, _request, reply) => {
    if (error instanceof Fault && /^TG_(LMK|CEREMONY)/.test(error.code))
      return sendError(reply, 409, error.code);
    throw error;
  });
  app.get('/hsm/lmk', async (request, reply) => {
    const person = await requirePerson(ports, request, reply);
    return person && ports.lmk.state();
  });
  const post = <Body>(
    path: string,
    properties: Readonly<Record<keyof Body & string, object>>,
    work: (officer: string, body: Body) => Promise<unknown>,
  ): void => {
    const body = { type: 'object', required: Object.keys(properties), properties };
    app.post(path, { schema: { body } }, async (request, reply) => {
      const officer = await requireOfficer(ports, request, reply);
      if (officer === undefined) return reply;
      return (await work(officer, request.body as Body)) ?? { status: 'ok' };
    });
  };
  post<{ components: 2 | 3 }>(
    '/hsm/lmk/begin',
    { components: { type: 'integer', enum: [2, 3] } },
    (officer, { components }) => ports.lmk.begin(officer, components),
  );
  app.get('/hsm/lmk/ceremony', async (request, reply) => {
    if ((await requireOfficer(ports, request, reply)) === undefined) return reply;
    return ports.lmk.ceremony() ?? sendError(reply, 409, 'TG_CEREMONY');
  });
  post<SealedKeyComponent & object>('/hsm/lmk/component', SEALED.properties, (officer, sealed) =>
    ports.lmk.enter(officer, sealed),
  );
  post<{ checkValue: string }>('/hsm/lmk/activate', { checkValue: CHECK_VALUE }, (officer, { checkValue }) =>
    ports.lmk.activate(officer, checkValue),
  );
  post<{ checkValue: string }>('/hsm/lmk/retire', { checkValue: CHECK_VALUE }, (officer, { checkValue }) =>
    ports.lmk.retire(officer, checkValue),
  );
  app.post(
    '/people',
    {
      schema: {
        body: {
          type: 'object',
          required: ['name', 'role'],
          properties: {
            name: { type: 'string', pattern: '^[a-z][a-z0-9.-]{1,39}$' },
            role: { type: 'string', enum: ['administrator', 'engineer', 'analyst'] },
          },
        },
      },
    },
    async (request, reply) => {
      const person = await requirePerson(ports, request, reply);
      if (!person) return reply;
      if (person.name !== 'local' && person.role !== 'administrator')
        return sendError(reply, 403, 'TG_NOT_ALLOWED');
      const { name, role } = request.body as { name: string; role: 'administrator' | 'engineer' | 'analyst' };
      const password = await ports.sessions.addPerson(name, role);
      return password === undefined ? sendError(reply, 409, 'TG_PERSON_KNOWN') : { name, role, password };
    },
  );
}
