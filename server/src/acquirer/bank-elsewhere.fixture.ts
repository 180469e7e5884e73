// A till whose bank is behind a link that the test answers for, and what stands in the books.

import { Pan } from '../kernel/sensitive.js';
import type { BankAnswer, BankQuestion } from '../switch/index.js';
import { openTill } from './open-till.fixture.js';
import { PAN, type Till } from './till.fixture.js';

export const approved: BankAnswer = {
  ...{ outcome: 'answered', approved: true, answerCode: '00', reason: 'approved' },
  ...{ figures: {}, authCode: '777777' },
};
export const silent: BankAnswer = { outcome: 'no-answer', limitMs: 1000 };

/** A till whose bank is elsewhere and says what the list says; then yes. */
export async function tillWith(...answers: readonly BankAnswer[]): Promise<Till & { asked: BankQuestion[] }> {
  const till = await openTill();
  const asked: BankQuestion[] = [];
  const left = [...answers];
  till.banks = {
    isElsewhere: () => true,
    meet: async () => undefined,
    panOf: async () => Pan.parse(PAN),
    ask: async (_issuer, question) => {
      asked.push(question);
      return left.shift() ?? approved;
    },
    soon: async () => undefined,
  };
  await till.signOn();
  return Object.assign(till, { asked });
}

/** What stands on the accounts whose names begin so. */
export function balance(till: Till, account: string): number {
  return till.books.entrySets
    .flatMap(({ postings }) => postings)
    .filter((posting) => posting.account.startsWith(account))
    .reduce((sum, { amountMinor }) => sum + amountMinor, 0);
}
