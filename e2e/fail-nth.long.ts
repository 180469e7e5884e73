// Goal: no single failure of a line, wherever it strikes, loses or doubles money, on every PostgreSQL that is here.
// Method: a script of twenty payments on real processes, played once for each write that goes to the database, to the
// HSM and to the host, with that one cut: lost on its way, or its answer lost. TILLGATE_FAIL_EVERY=1 strikes each.

import assert from 'node:assert/strict';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { Books } from './books.harness.js';
import { type Cut, CutLine } from './cut-line.harness.js';
import { DataPlace, type RunningHost } from './host.harness.js';
import { wayInto } from './running-database.harness.js';
import { card, PAYMENTS, TwentyPayments } from './twenty-payments.harness.js';
import { openVirtualTill } from './virtual-till.harness.js';

const EVERY = Number(process.env.TILLGATE_FAIL_EVERY ?? 40);
const ANSWER_MS = 3_000;
const LINES = ['database', 'hsm', 'host'] as const;
const PROGRAMS = ['embedded', 'installed'] as const;

/** A host whose database and HSM are in other processes, with a line to each that can be cut. */
class Ground {
  readonly #places = { hsm: new DataPlace(), owner: new DataPlace(), host: new DataPlace() };
  readonly #folder = mkdtempSync(join(tmpdir(), 'tillgate-lines-'));
  readonly #hosts: RunningHost[] = [];
  lines!: Readonly<Record<(typeof LINES)[number], CutLine>>;
  payments!: TwentyPayments;

  /** Undefined where this PostgreSQL is not here. */
  static async open(program: string): Promise<Ground | undefined> {
    const ground = new Ground();
    const { owner } = ground.#places;
    owner.env = { TILLGATE_POSTGRES: program };
    const first = await owner.up('--demo').catch((error: unknown) => {
      if (/TG_DATABASE_PROGRAM|no PostgreSQL/.test(String(error))) return undefined;
      throw error;
    });
    if (!first) {
      await ground.close();
      return undefined;
    }
    await first.stop();
    await ground.#join();
    return ground;
  }

  async #join(): Promise<void> {
    const { hsm, owner, host } = this.#places;
    const serving = hsm.spawn('hsm', 'serve');
    while (!serving.out().includes('ready ')) await pause(20);
    const [hsmFolder, cutFolder] = [join(hsm.dataDir, 'hsm'), join(this.#folder, 'hsm')];
    mkdirSync(cutFolder, { mode: 0o700 });
    copyFileSync(join(hsmFolder, 'secret'), join(cutFolder, 'secret'));
    chmodSync(join(cutFolder, 'secret'), 0o600);
    const toHsm = await CutLine.open(
      { path: join(cutFolder, 'socket') },
      { path: join(hsmFolder, 'socket') },
    );
    chmodSync(join(cutFolder, 'socket'), 0o600);
    rmSync(owner.dataDir, { recursive: true });
    this.#hosts.push(await owner.up('--demo', '--hsm', hsmFolder));
    const { socketFolder, urlThrough } = wayInto(owner.dataDir);
    const socket = '.s.PGSQL.5432';
    const toDatabase = await CutLine.open(
      { path: join(this.#folder, socket) },
      { path: join(socketFolder, socket) },
    );
    host.databaseUrl = urlThrough(this.#folder);
    const running = await host.up('--demo', '--hsm', cutFolder);
    this.#hosts.unshift(running);
    const toHost = await CutLine.open(
      { port: 0, host: '127.0.0.1' },
      { port: running.posPort, host: '127.0.0.1' },
    );
    this.lines = { database: toDatabase, hsm: toHsm, host: toHost };
    const till = await openVirtualTill({ ...running, posPort: toHost.port }, '10000001', card.pin);
    till.answerMs = ANSWER_MS;
    this.payments = new TwentyPayments(till.terminal, new Books(host));
    await this.payments.begin();
  }

  async close(): Promise<void> {
    for (const host of this.#hosts) await host.stop().catch(() => undefined);
    for (const line of Object.values(this.lines ?? {})) line.close();
    for (const place of Object.values(this.#places)) await place.remove();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Answers how many writes passed the line meanwhile. */
  async play(name: (typeof LINES)[number], nth: number, cut: Cut): Promise<number> {
    const line = this.lines[name];
    line.arm(nth, cut);
    const outcomes = await this.payments.pay();
    const { passed } = line;
    line.arm(0, cut);
    await this.payments.prove(outcomes, `${name} ${cut} ${nth}`);
    return passed;
  }
}

for (const program of PROGRAMS) {
  describe(`twenty payments on ${program} PostgreSQL`, () => {
    test('every write, cut once', { timeout: 7_200_000 }, async (context) => {
      const ground = await Ground.open(program);
      if (!ground) return context.skip(`no ${program} PostgreSQL here`);
      try {
        for (const name of LINES) {
          const passed = await ground.play(name, 0, 'written');
          assert.ok(passed >= PAYMENTS, `${name}: the script passes this line`);
          for (const cut of ['written', 'answer'] as const) {
            for (let nth = 1; nth <= passed; nth += EVERY) await ground.play(name, nth, cut);
          }
          context.diagnostic(`${name}: ${passed} writes, each ${EVERY}. cut in two ways`);
        }
      } finally {
        await ground.close();
      }
    });
  });
}
