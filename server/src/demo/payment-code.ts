// The payment code on the phone of a demo cardholder: eighteen digits, good once and for a minute. The books
// keep only its keyed hash, with the card.

import type { Hsm } from '../hsm/index.js';
import type { Clock } from '../kernel/clock.js';
import type { Random } from '../kernel/random.js';
import type { Sql } from '../store/index.js';
import type { DemoWorld } from './demo-world.js';

export interface PaymentCodePorts {
  readonly sql: Sql;
  readonly hsm: Pick<Hsm, 'panHash'>;
  readonly random: Random;
  readonly clock: Clock;
  hash(code: string): Promise<string>;
}

export interface PaymentCode {
  readonly code: string;
  /** Milliseconds since 1970 UTC. */
  readonly goodUntil: number;
}

const GOOD_FOR_MS = 60_000;
const RANDOM_DIGITS = 16;

/** A new code for a card of the demo; the one before it is no longer good. Undefined: no such card. */
export async function issuePaymentCode(
  { sql, hsm, random, clock, hash }: PaymentCodePorts,
  world: DemoWorld,
  cardName: string,
): Promise<PaymentCode | undefined> {
  const card = world.cards.find(({ name }) => name === cardName);
  if (!card) return undefined;
  const code = `62${digits(random)}`;
  const goodUntil = clock.now() + GOOD_FOR_MS;
  const panHash = Buffer.from(await hsm.panHash(card.pan))
    .toString('hex')
    .toUpperCase();
  await sql.unsafe(
    `update card set code_hash = $1, code_until = $2, code_kind = 'once', code_limit_minor = null,
       code_merchant_id = null, code_used = false, code_needs_phone = false where pan_hash = $3`,
    [await hash(code), goodUntil, panHash],
  );
  return { code, goodUntil };
}

/** Evenly spread: 128 random bits over 16 digits leave no bias that anybody could use. */
function digits(random: Random): string {
  const bits = random.bytes(16).reduce((number, byte) => number * 256n + BigInt(byte), 0n);
  return String(bits % 10n ** BigInt(RANDOM_DIGITS)).padStart(RANDOM_DIGITS, '0');
}
