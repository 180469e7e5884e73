// An approval that its terminal hung up on is reversed by the host, with the last of its answers that could arrive.

import type { Unit } from '../store/index.js';
import { answering, keepAnswering } from './answers-under-way.js';
import { originalsOf } from './identity.js';
import { outcomeOf } from './record.js';
import type { CardRequest, Outcome } from './request.js';
import { reversalUnit } from './reverse-payment.js';
import type { STALE } from './stale.js';

/**
 * @param reversal what the terminal would send
 * @param lost RRN of the request whose answer cannot arrive
 */
export function takeBackUnit(reversal: CardRequest, lost: string): Unit<Outcome | typeof STALE> {
  const whole = reversalUnit(reversal);
  const originals = originalsOf(reversal).flat();
  return {
    load: whole.load,
    decide: (draft) => {
      const row = originals
        .map((identity) => draft.transaction(identity))
        .find((original) => original !== undefined);
      const left = row === undefined ? [] : answering(row).filter((rrn) => rrn !== lost);
      if (row === undefined || left.length === 0) return whole.decide(draft);
      keepAnswering(draft, row, left);
      return outcomeOf(row, true);
    },
  };
}
