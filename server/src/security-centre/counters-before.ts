// Counters of messages that came before one, where each has keys of its own (ANSI X9.24-3): a terminal that did not
// move on still has their keys.

import { formatKsn, type KeySerialNumber } from '@tillgate/pos-protocol';

const TRIED = 3;
/** A counter has 1 to 16 one bits: the HSM derives with no other. */
const ONES_MAX = 16;

/** @param spent of the newest message that was accepted */
export function countersBefore(
  { initialKeyId, counter }: KeySerialNumber,
  spent: number,
): readonly { readonly counter: number; readonly bytes: Uint8Array }[] {
  const earlier: number[] = [];
  for (let one = counter - 1; one > 0 && earlier.length < TRIED; one -= 1)
    if (hasKeys(one)) earlier.push(one);
  const counters = new Set([...earlier, spent].filter((one) => one !== counter && hasKeys(one)));
  return [...counters].map((one) => ({ counter: one, bytes: formatKsn(initialKeyId, one) }));
}

function hasKeys(counter: number): boolean {
  let ones = 0;
  for (let rest = counter; rest !== 0; rest = (rest & (rest - 1)) >>> 0) ones += 1;
  return ones >= 1 && ones <= ONES_MAX;
}
