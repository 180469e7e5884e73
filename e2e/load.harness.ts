// Terminals that pay one payment after the other until they are stopped or their host is gone, and remember what
// they were told: the yardstick for what must be in the books afterwards.

import assert from 'node:assert/strict';
import type { TerminalIdentity, WireCard } from './demo-world.fixture.js';
import type { Fields } from './wire-message.js';
import { type Answer, NoAnswer, WireTerminal } from './wire-terminal.js';

/** A payment that a terminal was told is approved. */
export interface Approval {
  readonly rrn: string;
  readonly terminalId: string;
  readonly trace: string;
  readonly amountMinor: number;
  readonly cardName: string;
}

/** A request whose answer never came. */
export interface Unanswered {
  readonly terminal: WireTerminal;
  readonly card: WireCard;
  readonly fields: Fields;
}

export interface LoadReport {
  readonly approvals: readonly Approval[];
  readonly unanswered: readonly Unanswered[];
  /** How often each other answer code came. */
  readonly otherCodes: ReadonlyMap<string, number>;
}

/** Every terminal signed on, all at once. */
export function signOnAll(
  identities: readonly TerminalIdentity[],
  port: number,
): Promise<readonly WireTerminal[]> {
  return Promise.all(identities.map((identity) => WireTerminal.signedOn(identity, port)));
}

/** What an answer to `fields` tells its terminal. */
function approvalOf(terminal: WireTerminal, card: WireCard, fields: Fields, rrn: string): Approval {
  return {
    rrn,
    terminalId: terminal.identity.terminalId,
    trace: fields[11] ?? '',
    amountMinor: Number(fields[4]),
    cardName: card.name,
  };
}

export class Load {
  readonly #approvals: Approval[] = [];
  readonly #unanswered: Unanswered[] = [];
  readonly #otherCodes = new Map<string, number>();
  readonly #running: ReadonlyArray<Promise<void>>;
  #stopping = false;

  /** Starts at once; every second payment carries a PIN, amounts are up to 5.00. */
  constructor(terminals: readonly WireTerminal[], cards: readonly WireCard[]) {
    this.#running = terminals.map((terminal, index) => this.#payOn(terminal, cards, index));
  }

  get approved(): number {
    return this.#approvals.length;
  }

  /** No new payments; resolves when those under way have their answer, or will never have one. */
  async stop(): Promise<LoadReport> {
    this.#stopping = true;
    return this.ended();
  }

  /** Resolves when every terminal has stopped by itself, its host gone. */
  async ended(): Promise<LoadReport> {
    await Promise.all(this.#running);
    return { approvals: this.#approvals, unanswered: this.#unanswered, otherCodes: this.#otherCodes };
  }

  async #payOn(terminal: WireTerminal, cards: readonly WireCard[], index: number): Promise<void> {
    for (let turn = index; !this.#stopping; turn += 1) {
      const card = cards[turn % cards.length];
      assert.ok(card, 'there are cards to pay with');
      const fields = terminal.purchase(card, 1 + (turn % 500), turn % 2 === 0 ? { pin: card.pin } : {});
      const answer = await answerOrNothing(terminal, fields);
      if (answer === undefined) {
        this.#unanswered.push({ terminal, card, fields });
        return;
      }
      if (answer.code === '00' && answer.macFits) {
        this.#approvals.push(approvalOf(terminal, card, fields, answer.rrn));
      } else {
        this.#otherCodes.set(answer.code, (this.#otherCodes.get(answer.code) ?? 0) + 1);
      }
    }
  }
}

async function answerOrNothing(terminal: WireTerminal, fields: Fields): Promise<Answer | undefined> {
  try {
    return await terminal.request('0200', fields);
  } catch (error) {
    if (error instanceof NoAnswer) return undefined;
    throw error;
  }
}
