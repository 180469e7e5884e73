// What an answer code asks of the terminal, beyond the words for the cashier.

import { answerCodes } from '@tillgate/pos-protocol';

/** Codes that say that the keys of this terminal are not the ones of the host, or that it has none. */
export function asksForSignOn(code: string): boolean {
  return code === 'C1' || answerCodes.get(code)?.class === 'S';
}

/** The host could not decide now: the same message may go through later. */
export function isTransient(code: string): boolean {
  return answerCodes.get(code)?.class === 'R';
}
