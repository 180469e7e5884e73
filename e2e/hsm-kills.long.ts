// The HSM ended a hundred times under load. Goal: no wrong approval, no lost payment, no PIN try for nothing, and the
// books clean. Method: 16 terminals pay on a real host whose HSM thread is ended at random moments; meanwhile a thief
// tries wrong PINs; then every lost answer is asked for again.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { assertBooked, Books, rowOf } from './books.harness.js';
import { loadCards, loadTerminals, type WireCard } from './demo-world.fixture.js';
import { startHeapHost } from './heap-host.harness.js';
import { DataPlace, within } from './host.harness.js';
import { Load, type LoadReport, signOnAll } from './load.harness.js';
import { expectCode, NoAnswer, WireLink, type WireTerminal } from './wire-terminal.js';

const TERMINALS = 16;
const KILLS = 100;
/** The thief takes the next card after so many kills. */
const KILLS_PER_CARD = 10;
const WRONG_PIN = '000000';

test(`the HSM ended ${KILLS} times under load`, { timeout: 600_000 }, async (context) => {
  const place = new DataPlace();
  after(() => place.remove());
  const host = await startHeapHost(place, TERMINALS + 1);
  const [thiefs, ...payers] = await signOnAll(loadTerminals(TERMINALS + 1), host.posPort);
  const books = new Books(place);
  const cards = loadCards.slice(0, 10);
  const seen = new Map<string, number>();
  let [approvals, lost, tries] = [0, 0, 0];

  for (let round = 0; round < KILLS / KILLS_PER_CARD; round += 1) {
    const thief = new Thief(thiefs!, loadCards[10 + round]!);
    for (let kill = 0; kill < KILLS_PER_CARD; kill += 1) {
      const load = new Load(payers, cards);
      await pause(100 + Math.random() * 250);
      host.endHsm();
      await pause(Math.random() * 60);
      const report = await load.stop();
      for (const terminal of payers) terminal.moveTo(host.posPort);
      await within(backAgain(payers[0]!, cards[0]!), 10_000, 'the HSM is back');
      await settle(report, books);
      for (const [code, times] of report.otherCodes) seen.set(code, (seen.get(code) ?? 0) + times);
      approvals += report.approvals.length;
      lost += report.unanswered.length;
    }
    tries += await thief.stop();
  }
  await books.verify();
  const proof = await place.json<{ violations: unknown[]; commands: number }>('audit', 'verify');
  assert.deepEqual(proof.violations, []);
  for (const terminal of [thiefs!, ...payers]) terminal.close();
  await host.stop();

  const codes = [...seen].map(([code, times]) => `${code} ${times} times`).join(', ');
  context.diagnostic(
    `${approvals} approvals, ${lost} lost answers, other codes: ${codes || 'none'}; ${tries} wrong PINs; ` +
      `${proof.commands} commands in the audit`,
  );
  assert.deepEqual([...seen.keys()], ['A7'], 'what needs the HSM is declined while it is away');
  assert.ok(approvals > 10 * KILLS && tries > 2 * KILLS, 'there was load');
});

/** Approvals stand in the books; a lost answer is there once or not at all, and asking again finds it. */
async function settle({ approvals, unanswered }: LoadReport, books: Books): Promise<void> {
  const booked = await books.news();
  assertBooked(approvals, booked);
  for (const { terminal, card, fields } of unanswered) {
    const before = rowOf({ terminal, card, fields }, booked);
    const answer = expectCode('00', await terminal.request('0200', fields));
    if (before) assert.equal(answer.rrn, before.rrn, 'the stored answer');
  }
}

/** Pays until a payment is approved: what needs the HSM is declined until then, or gets no answer. */
async function backAgain(terminal: WireTerminal, card: WireCard): Promise<void> {
  for (;;) {
    const answer = await orNothing(terminal.request('0200', terminal.purchase(card, 1, { pin: card.pin })));
    if (answer?.code === '00') return;
    if (!answer) terminal.moveTo(terminal.port);
    await pause(20);
  }
}

/** Tries wrong PINs on one card, one after the other, on connections of its own. */
class Thief {
  readonly #told: string[] = [];
  readonly #running: Promise<void>;
  #stopping = false;

  constructor(terminal: WireTerminal, card: WireCard) {
    this.#running = this.#tryOn(terminal, card);
  }

  /** Two tries are answered as wrong at the most; from the third on the card is locked, and stays so. */
  async stop(): Promise<number> {
    this.#stopping = true;
    await this.#running;
    const told = this.#told.filter((code) => code !== 'A7' && code !== 'none');
    const firstLocked = told.indexOf('75');
    assert.ok(firstLocked >= 0 && firstLocked <= 2, `locked after ${told.slice(0, 5).join(' ')}`);
    assert.ok(told.slice(0, firstLocked).every((code) => code === '55'));
    assert.ok(told.slice(firstLocked).every((code) => code === '75'));
    return this.#told.length;
  }

  async #tryOn(terminal: WireTerminal, card: WireCard): Promise<void> {
    let link = new WireLink(terminal.port);
    while (!this.#stopping) {
      const fields = terminal.purchase(card, 100, { pin: WRONG_PIN });
      const answer = await orNothing(terminal.request('0200', fields, { link }));
      this.#told.push(answer?.code ?? 'none');
      if (!answer) link = new WireLink(terminal.port);
      await pause(10);
    }
    link.close();
  }
}

async function orNothing<Answer>(asked: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof NoAnswer) return undefined;
    throw error;
  }
}
