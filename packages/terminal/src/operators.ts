// The people at the till: system 99, supervisor 00, cashiers 01 and up. First passwords are known to the
// whole field, so they only serve to set an own one; what is kept is a salted hash.

import { fromHex, toHex } from '@tillgate/iso8583';
import type { TerminalCore } from './core.js';
import type { OperatorRecord } from './state.js';

export type OperatorRole = 'system' | 'supervisor' | 'cashier';

/** `change-first`: right, but it is the first password and must be changed before anything else. */
export type LogInResult = 'ok' | 'change-first' | 'refused';

/** `weak`: too short, not digits, one digit repeated, or the first password again. */
export type ChangeResult = 'ok' | 'refused' | 'weak';

/** Who agrees to voids and refunds. */
export const SUPERVISOR = '00';

const firstPasswords: Readonly<Record<string, string>> = {
  99: '12345678',
  [SUPERVISOR]: '123456',
  '01': '0000',
};

const SALT_BYTES = 16;
const HASH_BITS = 256;
const ITERATIONS = 100_000;

export function roleOf(operatorId: string): OperatorRole {
  if (operatorId === '99') return 'system';
  return operatorId === SUPERVISOR ? 'supervisor' : 'cashier';
}

export class Operators {
  readonly #core: TerminalCore;

  constructor(core: TerminalCore) {
    this.#core = core;
  }

  logIn(id: string, password: string): Promise<LogInResult> {
    return logIn(this.#core, id, password);
  }

  async changePassword(id: string, oldPassword: string, newPassword: string): Promise<ChangeResult> {
    if ((await this.logIn(id, oldPassword)) === 'refused') return 'refused';
    if (isWeak(id, newPassword)) return 'weak';
    const salt = this.#core.ports.random.bytes(SALT_BYTES);
    const record = { id, saltHex: toHex(salt), hashHex: toHex(await hash(newPassword, salt)) };
    const others = this.#core.state.operators.filter((operator) => operator.id !== id);
    await this.#core.save({ operators: [...others, record] });
    return 'ok';
  }
}

export async function logIn(core: TerminalCore, id: string, password: string): Promise<LogInResult> {
  const record = core.state.operators.find((operator) => operator.id === id);
  if (record !== undefined) return (await matches(record, password)) ? 'ok' : 'refused';
  return password !== '' && password === firstPasswordOf(id) ? 'change-first' : 'refused';
}

/** Undefined for an operator that nobody has set up. */
function firstPasswordOf(id: string): string | undefined {
  return Object.hasOwn(firstPasswords, id) ? firstPasswords[id] : undefined;
}

function isWeak(id: string, password: string): boolean {
  const first = firstPasswordOf(id) ?? '';
  return !/^[0-9]+$/.test(password) || password.length < first.length || /^(.)\1*$/.test(password)
    ? true
    : password === first;
}

async function matches({ saltHex, hashHex }: OperatorRecord, password: string): Promise<boolean> {
  return toHex(await hash(password, fromHex(saltHex) ?? new Uint8Array(0))) === hashHex;
}

/** PBKDF2 with HMAC-SHA-256 (RFC 8018): passwords of four digits need all the slowness they can get. */
async function hash(password: string, salt: Uint8Array): Promise<Uint8Array> {
  const { subtle } = globalThis.crypto;
  const key = await subtle.importKey('raw', new TextEncoder().encode(password), 'PBKDF2', false, [
    'deriveBits',
  ]);
  const parameters = { name: 'PBKDF2', hash: 'SHA-256', salt: salt.slice(), iterations: ITERATIONS };
  return new Uint8Array(await subtle.deriveBits(parameters, key, HASH_BITS));
}
