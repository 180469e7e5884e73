// One-time codes: six digits for one purpose of one holder, good once, for a few minutes and for five guesses (OWASP
// ASVS 6.5.1, 6.5.5, 6.6.2). A code for one payment is nothing for another. Only its keyed hash is kept.

import { toHex } from '@tillgate/iso8583';
import type { Hsm } from '../hsm/index.js';
import type { Clock } from '../kernel/clock.js';
import type { Random } from '../kernel/random.js';
import type { Sql } from '../store/index.js';

/** How a code was found: `none` for one that was used, replaced, or made for something else. */
export type CodeCheck = 'right' | 'wrong' | 'expired' | 'guessed-out' | 'none';

const GUESSES = 5;
const GOOD_FOR_MS = 5 * 60_000;
/** More codes than this within the window are not sent: neither guesses nor messages are to be had for nothing. */
const CODES_PER_WINDOW = 5;
const WINDOW_MS = 15 * 60_000;

/**
 * What a code is for. Codes and guesses are counted by purpose; `occasion` is one time of many that share it, and a
 * code of another one is wrong.
 */
export interface CodePurpose {
  readonly holderId: string;
  readonly purpose: string;
  readonly occasion?: string;
}

export interface OneTimeCodes {
  /** A fresh code, which replaces the one before of its purpose; undefined when too many were asked for. */
  issue(what: CodePurpose): Promise<string | undefined>;
  /** Counts the guess before it compares. */
  check(what: CodePurpose, code: string): Promise<CodeCheck>;
}

export interface CodePorts {
  readonly sql: Sql;
  readonly hsm: Pick<Hsm, 'contentHash'>;
  readonly clock: Clock;
  readonly random: Random;
}

export function createOneTimeCodes({ sql, hsm, clock, random }: CodePorts): OneTimeCodes {
  const hashOf = async ({ holderId, purpose, occasion = '' }: CodePurpose, code: string): Promise<string> => {
    const parts = ['one-time code', holderId, purpose, occasion, code];
    return toHex(await hsm.contentHash(new TextEncoder().encode(parts.join('|'))));
  };
  return {
    async issue(what) {
      const { holderId, purpose } = what;
      const now = clock.now();
      const code = sixDigits(random);
      const issued = await sql.unsafe(
        `insert into one_time_code as o (holder_id, purpose, code_hash, tries, expires_at, window_began, sent)
         values ($1, $2, $3, 0, $4, $5, 1)
         on conflict (holder_id, purpose) do update set code_hash = $3, tries = 0, expires_at = $4,
           window_began = case when o.window_began < $6 then $5 else o.window_began end,
           sent = case when o.window_began < $6 then 1 else o.sent + 1 end
         where o.window_began < $6 or o.sent < $7 returning 1`,
        [
          ...[holderId, purpose, await hashOf(what, code), now + GOOD_FOR_MS, now],
          ...[now - WINDOW_MS, CODES_PER_WINDOW],
        ],
      );
      return issued.length === 1 ? code : undefined;
    },
    async check(what, code) {
      const { holderId, purpose } = what;
      const [row] = await sql.unsafe(
        `update one_time_code set tries = tries + 1 where holder_id = $1 and purpose = $2 and code_hash is not null
         returning code_hash, tries, expires_at`,
        [holderId, purpose],
      );
      if (!row) return 'none';
      if (Number(row.tries) > GUESSES) return 'guessed-out';
      if (Number(row.expires_at) <= clock.now()) return 'expired';
      const hash = await hashOf(what, code);
      // Taken by whoever comes first: of two that bring the right code at once, one finds it gone.
      const taken = await sql.unsafe(
        `update one_time_code set code_hash = null
         where holder_id = $1 and purpose = $2 and code_hash = $3 returning 1`,
        [holderId, purpose, hash],
      );
      return taken.length === 1 ? 'right' : 'wrong';
    },
  };
}

/** 64 random bits over a million codes leave no bias that anybody could use. */
function sixDigits(random: Random): string {
  const bits = random.bytes(8).reduce((number, byte) => number * 256n + BigInt(byte), 0n);
  return String(bits % 1_000_000n).padStart(6, '0');
}
