// Goal: no single failure of the disk under a PostgreSQL, at whichever call, loses or doubles money or needs a hand.
// Method: a script of twenty payments with a checkpoint beside them, on a real host with its own database, played once
// for each write, sync and change of a file that the database's processes make, with that one failed.
// TILLGATE_FAIL_EVERY=1 strikes each.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { Outcome } from '@tillgate/terminal';
import { Books } from './books.harness.js';
import { FailingDisk, type Family, type Struck, type Way } from './failing-disk.harness.js';
import { DataPlace, type RunningHost } from './host.harness.js';
import { inDatabase } from './running-database.harness.js';
import { card, PAYMENTS, TwentyPayments } from './twenty-payments.harness.js';
import { openVirtualTill } from './virtual-till.harness.js';

const EVERY = Number(process.env.TILLGATE_FAIL_EVERY ?? 60);
const PROGRAMS = ['embedded', 'installed'] as const;
const FAMILIES: Readonly<Record<Family, readonly Way[]>> = {
  sync: ['EIO'],
  write: ['EIO', 'ENOSPC', 'short'],
  file: ['EIO'],
};
/** So many calls more may one play make than another. */
const TAIL = 20;
/** The server's next starts fail as well. */
const LASTING = 6;

/** A host with a database of its own on a disk that can fail. */
class Ground {
  readonly #place = new DataPlace();
  #disk!: FailingDisk;
  #host!: RunningHost;
  #payments!: TwentyPayments;

  /** A word why not, where it cannot be. */
  static async open(program: string): Promise<Ground | string> {
    const ground = new Ground();
    const why = await ground.#open(program);
    if (why === undefined) return ground;
    await ground.#place.remove();
    return why;
  }

  async #open(source: string): Promise<string | undefined> {
    const place = this.#place;
    place.env = { TILLGATE_POSTGRES: source };
    const sound = await place.up('--demo').catch((error: unknown) => {
      if (/TG_DATABASE_PROGRAM/.test(String(error))) return undefined;
      throw error;
    });
    if (!sound) return `no ${source} PostgreSQL here`;
    const program = place.databaseProgram();
    await sound.stop();
    const disk = FailingDisk.under(program, join(place.dataDir, 'postgres/cluster'));
    if (!disk) return 'no C compiler here';
    this.#disk = disk;
    place.env = disk.env;
    this.#host = await place.up('--demo');
    assert.equal(place.databaseProgram(), program);
    const till = await openVirtualTill(this.#host, '10000001', card.pin);
    this.#payments = new TwentyPayments(till.terminal, new Books(place));
    await this.#payments.begin();
    return undefined;
  }

  /** What the host said so far. */
  said(): string {
    return this.#host.said();
  }

  async close(): Promise<void> {
    await this.#host.stop();
    await this.#place.remove();
    this.#disk.remove();
  }

  /** @param nth from 1; 0: nothing fails */
  async play(family: Family, way: Way, nth: number, inARow = 1): Promise<Struck> {
    this.#disk.arm(family, way, nth, inARow);
    let checkpoint: Promise<void> = Promise.resolve();
    const outcomes = await this.#payments.pay((at) => {
      // It may fail like anything else.
      if (at === PAYMENTS / 2)
        checkpoint = inDatabase(this.#place.dataDir, 'checkpoint').catch(() => undefined);
    });
    await checkpoint;
    const struck = this.#disk.disarm();
    const where = `${way} at ${family} ${nth}, ${struck.first}`;
    for (const outcome of outcomes) assert.ok(isClear(outcome), `${JSON.stringify(outcome)}: ${where}`);
    await Promise.all([this.#payments.prove(outcomes, where), this.#verifyAudit(where)]);
    return struck;
  }

  /**
   * Plays it for each EVERY. call of the family, for each of a few. Answers how many there are, how many failed and on
   * which files.
   */
  async playEach(family: Family, way: Way, count: number): Promise<string> {
    const files = new Map<string, number>();
    const step = count < EVERY ? 1 : EVERY;
    let failed = 0;
    for (let nth = 1, isReached = true; nth <= count || (isReached && nth <= count + TAIL); nth += step) {
      const { struck, first } = await this.play(family, way, nth);
      isReached = struck > 0;
      if (!isReached) continue;
      failed += 1;
      const file = first.replace(/\/.*/, '');
      files.set(file, (files.get(file) ?? 0) + 1);
    }
    assert.ok(failed > 0);
    const where = [...files].map(([file, times]) => `${file} ${times}`).join(', ');
    return `${way}: ${failed} of about ${count} calls failed (${where})`;
  }

  async #verifyAudit(where: string): Promise<void> {
    const { violations } = await this.#place.json<{ violations: unknown[] }>('audit', 'verify');
    assert.deepEqual(violations, [], where);
  }
}

/** Approved, refused by the host, or not asked for, since a sign-on was refused. */
function isClear({ result, answerCode, failure }: Outcome): boolean {
  return result === 'approved' || answerCode === '96' || answerCode === '91' || failure === 'not-signed-on';
}

for (const program of PROGRAMS) {
  describe(`twenty payments on the disk of ${program} PostgreSQL`, () => {
    test('every write, sync and change of a file, failed once', { timeout: 14_400_000 }, async (context) => {
      const ground = await Ground.open(program);
      if (typeof ground === 'string') return context.skip(ground);
      try {
        for (const [family, ways] of Object.entries(FAMILIES) as [Family, readonly Way[]][]) {
          const { passed } = await ground.play(family, 'EIO', 0);
          for (const way of ways) context.diagnostic(await ground.playEach(family, way, passed));
        }
        for (const [family, way] of [
          ['sync', 'EIO'],
          ['write', 'ENOSPC'],
        ] as const) {
          const { struck } = await ground.play(family, way, 5, LASTING);
          assert.equal(struck, LASTING, 'the database fails to start as well');
          assert.match(ground.said(), /not back yet: PostgreSQL .* could not write lock file/);
        }
      } finally {
        await ground.close();
      }
    });
  });
}
