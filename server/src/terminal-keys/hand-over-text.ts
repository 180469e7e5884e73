// What the host signs of a hand-over and the terminal checks: whose key it is, which generation, for which question,
// and the block itself. An answer to another terminal, to another question or of another day is none.

import type { HandedTerminalKey } from '../http/api.js';

const PURPOSE = 'tillgate own key of a terminal 1';

/** @param nonce the terminal's own, of this question */
export function handOverText(
  {
    terminalId,
    merchantId,
    profile,
    generation,
    kcv,
    ephemeralKey,
    transport,
  }: Omit<HandedTerminalKey, 'signature' | 'certificatePem'>,
  nonce: string,
): string {
  // None of them holds a line feed.
  const parts = [terminalId, merchantId, profile, String(generation), kcv, nonce, ephemeralKey, transport];
  return [PURPOSE, ...parts].join('\n');
}
