// Passwords of people at the console: scrypt, at least 12 characters (PCI DSS 8.3.6), the first one made by
// the host and changed at first use.

import { scrypt, timingSafeEqual } from 'node:crypto';
import type { Random } from '../kernel/random.js';

const COST = { N: 32_768, r: 8, p: 1, maxmem: 64 * 1024 * 1024 } as const;
const HASH_BYTES = 32;

const SHORTEST_PASSWORD = 12;

/** `scrypt:N:r:p:salt:hash`, hex. */
export async function hashPassword(password: string, random: Random): Promise<string> {
  const salt = random.bytes(16);
  const hash = await derive(password, salt);
  return ['scrypt', COST.N, COST.r, COST.p, hex(salt), hex(hash)].join(':');
}

/** Constant-time comparison of the derived bytes. */
export async function passwordFits(password: string, kept: string): Promise<boolean> {
  const [scheme, , , , salt, hash] = kept.split(':');
  if (scheme !== 'scrypt' || !salt || !hash) return false;
  const derived = await derive(password, Buffer.from(salt, 'hex'));
  return timingSafeEqual(derived, Buffer.from(hash, 'hex'));
}

/** Why a new password is refused; undefined when it is good. */
export function passwordProblem(
  next: string,
  current: string,
  name: string,
): 'short' | 'same' | 'name' | undefined {
  if (next.length < SHORTEST_PASSWORD) return 'short';
  if (next === current) return 'same';
  if (next.toLowerCase().includes(name.toLowerCase())) return 'name';
  return undefined;
}

/** Four groups of five letters and digits that cannot be mistaken for each other: 94 bits. */
export function makeFirstPassword(random: Random): string {
  const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';
  const letters: string[] = [];
  while (letters.length < 19) {
    for (const byte of random.bytes(32)) {
      // Bytes above the last whole multiple would favour the first letters.
      if (byte < 248 && letters.length < 19) letters.push(alphabet[byte % 31] ?? 'a');
    }
  }
  return [letters.slice(0, 5), letters.slice(5, 10), letters.slice(10, 15), letters.slice(15)]
    .map((group) => group.join(''))
    .join('-');
}

function derive(password: string, salt: Uint8Array): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFC'), salt, HASH_BYTES, COST, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
