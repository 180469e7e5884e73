// What the acquirer's tests agree on: the terminal, the PIN, the time, and the keys that both sides have.

import { hexToBytes, xorInto } from '@tillgate/payment-crypto';
import type { Hsm, KeyRole } from '../hsm/index.js';
import { systemRandom } from '../kernel/random.js';

export const TERMINAL_ID = '10000001';
export const PIN = '1357';
/** Noon of 22 November 2026 in Shanghai. */
export const NOON: number = Date.UTC(2026, 10, 22, 4);
export const HOUR_MS = 3_600_000;

export const TMK = '7AA1CB327C6B971651B9083D2670D676';
export const ZPK = '61F13B4AC45B4FEC31268054DA08645D';
/** Of the bank: a test's card derives its own key from it. */
export const IMK_AC = '9E830E7F91CE1FB380863743233EFD89';
export const PVK = 'D97AE0AE04F4B3CD15704F4ADFEF198A';

/** A block of one of the host's keys, formed in components as keys are. */
export async function formed(hsm: Hsm, key: string, role: KeyRole): Promise<string> {
  const other = systemRandom.bytes(16);
  const one = hexToBytes(key);
  xorInto(one, other);
  return (await hsm.formKey({ components: [one, other], role, label: role })).block;
}
