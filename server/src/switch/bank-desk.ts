// The banks behind links: which they are, and how they are asked.

import type { Clock } from '../kernel/clock.js';
import { readReply, writeQuestion } from './bank-dialect.js';
import { type BankLink, createBankLink, type OpenLine } from './bank-link.js';
import type { BankAnswer, BankQuestion } from './bank-question.js';

export interface BankDesk {
  /** True for a bank that decides behind a link. */
  isElsewhere(issuerId: string): boolean;
  ask(issuerId: string, question: BankQuestion): Promise<BankAnswer>;
  readonly issuerIds: readonly string[];
  close(): void;
}

export interface BankDeskOptions {
  readonly acquirerId: string;
  readonly lines: ReadonlyMap<string, OpenLine>;
  /** How long a bank may take to answer, in milliseconds. */
  readonly limitMs: number;
  readonly clock: Clock;
  readonly log: (line: string) => void;
}

export function createBankDesk({ acquirerId, lines, limitMs, clock, log }: BankDeskOptions): BankDesk {
  const links = new Map<string, BankLink>(
    [...lines].map(([issuerId, openLine]) => [
      issuerId,
      createBankLink({ name: `bank ${issuerId}`, openLine, limitMs, clock, log }),
    ]),
  );
  return {
    issuerIds: [...links.keys()],
    isElsewhere: (issuerId) => links.has(issuerId),
    async ask(issuerId, question) {
      const link = links.get(issuerId);
      if (!link) return { outcome: 'unreachable' };
      const asked = await link.ask(question, writeQuestion(acquirerId, question));
      if (asked === 'unreachable') return { outcome: 'unreachable' };
      return asked === 'no-answer' ? { outcome: 'no-answer', limitMs } : readReply(asked);
    },
    close() {
      for (const link of links.values()) link.close();
    },
  };
}
