// Goal: one card at sixty-four terminals at once, with money for one payment, pays exactly once. Method: a thousand
// such rounds on two hosts over one database; before each, the bank puts the money of one payment back.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Card } from '@tillgate/terminal';
import { NthChaos } from './chaos.js';
import { Ground } from './ground.js';
import { SeededRandom } from './seeded-random.js';

const TILLS = 64;
const ROUNDS = 1_000;
const AMOUNT_MINOR = 10_000;
const BETWEEN_ROUNDS_MS = 20_000;

test(`${ROUNDS} rounds of one card at ${TILLS} tills: one approval each`, { timeout: 900_000 }, async () => {
  const ground = await Ground.open({
    ...{ random: new SeededRandom('one card'), chaos: new NthChaos('host', 0, 'crash') },
    ...{ tills: TILLS, hosts: 2, balances: [AMOUNT_MINOR] },
  });
  const { clock, tills, database, holders } = ground;
  const [holder] = holders;
  assert.ok(holder);
  const card = new Card({
    entry: 'contactless',
    pan: holder.pan,
    expiry: holder.expiry,
    track2: holder.track2,
  });
  /** Time passes only while something is waited for. */
  const inTime = async <Value>(work: Promise<Value>): Promise<Value> => {
    let isDone = false;
    void work.then(() => {
      isDone = true;
    });
    assert.ok(await clock.run(() => isDone), 'it came to its end');
    return work;
  };
  const all = (act: (till: (typeof tills)[number]) => Promise<string>): Promise<string[]> =>
    inTime(Promise.all(tills.map(act)));
  const codeOf = async (till: (typeof tills)[number], what: 'signOn' | 'sale'): Promise<string> => {
    const outcome = await till.perform((terminal) =>
      what === 'signOn' ? terminal.signOn() : terminal.sale(card, AMOUNT_MINOR),
    );
    return outcome?.answerCode ?? 'none';
  };
  for (let round = 1; round <= ROUNDS; round += 1) {
    // Midnight passes, and batches fill: a new day and a new batch now and then.
    if (round % 60 === 1) {
      await all(async (till) => (await till.perform((terminal) => terminal.settle()))?.result ?? '');
      // Some have keys for each message, and nothing to sign on for.
      await all((till) => codeOf(till, 'signOn'));
      assert.ok(tills.every(({ terminal }) => terminal.status.signedOn));
    }
    const codes = await all((till) => codeOf(till, 'sale'));
    const approvals = codes.filter((code) => code === '00').length;
    const declines = codes.filter((code) => code === '51').length;
    assert.deepEqual([approvals, declines], [1, TILLS - 1], `round ${round}`);
    assert.equal(database.tables.cards.get(holder.panHash)?.available_minor, 0, `round ${round}`);
    const paidIn = database.change('bank', ({ cards }) => ({
      cards: [...cards.values()].map((row) => ({
        ...row,
        available_minor: AMOUNT_MINOR,
        unverified_minor: 0,
        unverified_count: 0,
        day_unverified_minor: 0,
        day_unverified_count: 0,
        day_spent_minor: 0,
        day_count: 0,
      })),
    }));
    await inTime(paidIn);
    await inTime(clock.wait(BETWEEN_ROUNDS_MS));
  }
});
