// Twenty payments at one till while something under the host fails, and the proof afterwards: the till pays again,
// and what it was told, and nothing else, stands in the books.

import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import type { Outcome, Terminal } from '@tillgate/terminal';
import type { Books } from './books.harness.js';
import { loadCards, type WireCard } from './demo-world.fixture.js';
import { presented } from './virtual-till.harness.js';

export const PAYMENTS = 20;
const HEALED_WITHIN_MS = 30_000;
/** The card that pays; its PIN is the till's. */
export const card: WireCard = loadCards[0]!;

export class TwentyPayments {
  readonly #terminal: Terminal;
  readonly #books: Books;

  constructor(terminal: Terminal, books: Books) {
    this.#terminal = terminal;
    this.#books = books;
  }

  /** Before the first play: the till pays. */
  async begin(): Promise<void> {
    await this.#healed('at first');
    await this.#books.news();
  }

  /** Answers the outcomes of the twenty, in order. @param before called before each, with its place from 0 */
  async pay(before?: (at: number) => void): Promise<readonly Outcome[]> {
    const outcomes: Outcome[] = [];
    for (let at = 0; at < PAYMENTS; at += 1) {
      before?.(at);
      if (!this.#terminal.status.signedOn) await this.#terminal.signOn();
      const entry = at % 3 === 2 ? 'contactless' : 'contact';
      outcomes.push(await this.#terminal.sale(presented(card, entry), 100 + at));
    }
    return outcomes;
  }

  /** When nothing fails any more. @param where what failed, for messages */
  async prove(outcomes: readonly Outcome[], where: string): Promise<void> {
    await this.#assertBooked([...outcomes, await this.#healed(where)], where);
    // A journal holds so many payments and no more.
    assert.equal((await this.#terminal.settle()).result, 'approved', where);
  }

  /** The terminal has told what it owed, and pays again. */
  async #healed(where: string): Promise<Outcome> {
    const until = performance.now() + HEALED_WITHIN_MS;
    for (;;) {
      if (!this.#terminal.status.signedOn) await this.#terminal.signOn();
      const paid = await this.#terminal.sale(presented(card, 'contact'), 100);
      if (paid.result === 'approved') return paid;
      const inTime = performance.now() < until;
      assert.ok(inTime, `no payment within the time: ${paid.answerCode} ${paid.failure}, ${where}`);
      await pause(100);
    }
  }

  async #assertBooked(outcomes: readonly Outcome[], where: string): Promise<void> {
    const paid = outcomes.filter(({ result }) => result === 'approved').map(({ rrn }) => rrn ?? '');
    const booked = (await this.#books.news()).filter(
      ({ kind, state }) => kind === 'purchase' && state === 'approved',
    );
    assert.deepEqual(booked.map(({ rrn }) => rrn).sort(), paid.sort(), where);
    await this.#books.verify();
  }
}
