// Who is asking: the person of a session cookie, or a process of the machine's owner with the local token.

import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Person } from '../identity/index.js';
import { sendError } from './errors.js';
import type { HttpPorts } from './ports.js';

/** The person of the request; answers 401 or 403 itself when there is none or the password is still the first. */
export async function requirePerson(
  ports: HttpPorts,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Person | undefined> {
  if (request.headers.authorization === `Bearer ${ports.localToken}`) {
    return { name: 'local', role: 'engineer', mustChangePassword: false };
  }
  const token = tokenOf(request);
  const person = token === undefined ? undefined : await ports.sessions.who(token);
  if (!person) await sendError(reply, 401, 'TG_NOT_SIGNED_IN');
  else if (person.mustChangePassword) await sendError(reply, 403, 'TG_PASSWORD_MUST_CHANGE');
  else return person;
  return undefined;
}

/** The session cookie's value; undefined when there is none. */
export function tokenOf(request: FastifyRequest): string | undefined {
  const header = request.headers.cookie ?? '';
  return /(?:^|;\s*)tillgate=([A-Za-z0-9_-]{20,})/.exec(header)?.[1];
}

/** Answers 403 itself for whoever may not change certificates and keys. */
export async function requireAdministrator(
  ports: HttpPorts,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const person = await requirePerson(ports, request, reply);
  const mayDo = person === undefined || person.name === 'local' || person.role === 'administrator';
  return mayDo ? undefined : sendError(reply, 403, 'TG_NOT_ALLOWED');
}

/** An administrator under a name of their own: the local token is nobody. Answers 401 or 403 itself for others. */
export async function requireOfficer(
  ports: HttpPorts,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<string | undefined> {
  const person = await requirePerson(ports, request, reply);
  if (!person) return undefined;
  if (person.name !== 'local' && person.role === 'administrator') return person.name;
  await sendError(reply, 403, 'TG_NOT_ALLOWED');
  return undefined;
}
