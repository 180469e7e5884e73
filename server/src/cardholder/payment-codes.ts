// Passwords of payment: a holder issues one for a card, bound to an amount and a time, for one payment or for a
// merchant, alone or together with the phone; sees it, and takes it back. A card has one, kept as a keyed hash.

import { hashPaymentCode } from '../acquirer/index.js';
import type { Hsm } from '../hsm/index.js';
import type { Holder, IssuedPaymentCode, PaymentCodeOrder } from '../http/api.js';
import type { Clock } from '../kernel/clock.js';
import type { Random } from '../kernel/random.js';
import type { Sql } from '../store/index.js';

export interface PaymentCodePorts {
  readonly sql: Sql;
  readonly hsm: Pick<Hsm, 'contentHash'>;
  readonly clock: Clock;
  readonly random: Random;
}

const MINUTE_MS = 60_000;
const RANDOM_DIGITS = 16;

/** Undefined for a card that is not the holder's, or not in use. */
export async function issueHolderCode(
  { sql, hsm, clock, random }: PaymentCodePorts,
  { holderId }: Holder,
  cardId: number,
  { kind, limitMinor, minutes, needsPhone }: PaymentCodeOrder,
): Promise<IssuedPaymentCode | undefined> {
  const code = `62${digits(random)}`;
  const goodUntil = clock.now() + minutes * MINUTE_MS;
  const issued = await sql.unsafe(
    `update card set code_hash = $3, code_until = $4, code_kind = $5, code_limit_minor = $6, code_needs_phone = $7,
       code_merchant_id = null, code_used = false
     where card_id = $1 and holder_id = $2 and status = 'active' returning 1`,
    [cardId, holderId, await hashPaymentCode(hsm, code), goodUntil, kind, limitMinor, needsPhone],
  );
  return issued.length === 1 ? { code, goodUntil } : undefined;
}

/** False for a card that is not the holder's. */
export async function revokeHolderCode(sql: Sql, { holderId }: Holder, cardId: number): Promise<boolean> {
  const revoked = await sql.unsafe(
    'update card set code_hash = null, code_until = 0 where card_id = $1 and holder_id = $2 returning 1',
    [cardId, holderId],
  );
  return revoked.length === 1;
}

/** Evenly spread: 128 random bits over 16 digits leave no bias that anybody could use. */
function digits(random: Random): string {
  const bits = random.bytes(16).reduce((number, byte) => number * 256n + BigInt(byte), 0n);
  return String(bits % 10n ** BigInt(RANDOM_DIGITS)).padStart(RANDOM_DIGITS, '0');
}
