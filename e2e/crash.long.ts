// kill -9 under load, of the host alone and with its database. Goal: what a terminal was told is in the books, what
// it was not told is there once or not at all, and the host is back by itself. Method: 32 terminals pay on real
// processes that are killed at random moments: a hundred times in all, or as often as TILLGATE_KILLS says.

import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { assertBooked, Books, rowOf } from './books.harness.js';
import { loadCards, loadTerminals, type WireCard } from './demo-world.fixture.js';
import { DataPlace, type RunningHost } from './host.harness.js';
import { Load, type LoadReport, signOnAll, type Unanswered } from './load.harness.js';
import { expectCode, WireLink, type WireTerminal } from './wire-terminal.js';

const TERMINALS = 32;
const ROUNDS = Math.ceil(Number(process.env.TILLGATE_KILLS ?? 100) / 2);
const WRONG_PIN = '000000';

const ways = [
  { name: 'the host alone', kill: (host: RunningHost) => host.kill() },
  { name: 'the host and its database', kill: (host: RunningHost) => host.killWithDatabase() },
];

// Side by side: each has its own data and processes, and mostly waits for a process to start.
describe('kill -9 under load', { concurrency: ways.length }, () => {
  for (const { name, kill } of ways) {
    test(`kill -9 of ${name}, ${ROUNDS} times under load`, {
      timeout: 60_000 + ROUNDS * 20_000,
    }, async (context) => {
      const place = new DataPlace();
      after(() => place.remove());
      await place.loadWorld(TERMINALS);
      const payers = loadCards.slice(0, 10);
      const forgetful = loadCards[10]!;
      const books = new Books(place);

      let host = await place.up();
      const terminals = await signOnAll(loadTerminals(TERMINALS), host.posPort);
      const readyInMs: number[] = [];
      let [approvals, lost] = [0, 0];
      for (let round = 0; round < ROUNDS; round += 1) {
        const load = new Load(terminals, payers);
        await pause(200 + Math.random() * 800);
        await tryPin(terminals[0]!, forgetful, round);
        await kill(host);
        const report = await load.ended();
        assert.equal(report.otherCodes.size, 0, `other answers: ${[...report.otherCodes.keys()].join(' ')}`);

        host = await place.up();
        readyInMs.push(Math.round(host.readyInMs));
        for (const terminal of terminals) terminal.moveTo(host.posPort);
        await settle(report, books);
        await books.verify();
        approvals += report.approvals.length;
        lost += report.unanswered.length;
      }
      for (const terminal of terminals) terminal.close();
      await host.stop();
      context.diagnostic(
        `${approvals} approvals and ${lost} lost answers; ready after ${readyInMs.join(', ')} ms`,
      );
      assert.ok(approvals > ROUNDS * TERMINALS && lost > 0, 'there was load');
    });
  }
});

/** One wrong PIN a round: three of them lock it, whatever was killed between them. */
async function tryPin(terminal: WireTerminal, card: WireCard, round: number): Promise<void> {
  // A terminal asks one thing at a time: another connection stands for another terminal's moment.
  const pin = round < 3 ? WRONG_PIN : card.pin;
  const link = new WireLink(terminal.port);
  expectCode(
    round < 2 ? '55' : '75',
    await terminal.request('0200', terminal.purchase(card, 100, { pin }), { link }),
  );
  link.close();
}

/** Holds the books against what the terminals know, then asks again for every answer that was lost. */
async function settle({ approvals, unanswered }: LoadReport, books: Books): Promise<void> {
  const booked = await books.news();
  assertBooked(approvals, booked);
  await Promise.all(
    unanswered.map((lost, index) =>
      index % 2 === 0
        ? repeat(lost, rowOf(lost, booked)?.rrn)
        : reverse(lost, rowOf(lost, booked) !== undefined),
    ),
  );
  const later = [...(await books.news()), ...booked];
  for (const lost of unanswered) rowOf(lost, later);
}

/** The same message again is answered from the books when it is there, and has its one effect when it is not. */
async function repeat({ terminal, fields }: Unanswered, rrnInBooks: string | undefined): Promise<void> {
  const first = expectCode('00', await terminal.request('0200', fields));
  if (rrnInBooks !== undefined) assert.equal(first.rrn, rrnInBooks, 'the stored answer');
  const second = await terminal.request('0200', fields);
  assert.deepEqual(second.bytes, first.bytes);
}

async function reverse({ terminal, fields }: Unanswered, isInBooks: boolean): Promise<void> {
  const reversal = terminal.reversalOf(fields);
  expectCode(isInBooks ? '00' : '25', await terminal.request('0400', reversal));
  // The original that still comes finds its reversal before it, booked or not.
  expectCode('12', await terminal.request('0200', fields));
}
