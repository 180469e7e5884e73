// A database with one bank, one holder and one card for this room's tests, and a clock that a test moves.

import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toHex } from '@tillgate/iso8583';
import { createInProcessHsm, type Hsm } from '../hsm/index.js';
import { type Clock, systemClock } from '../kernel/clock.js';
import { systemRandom } from '../kernel/random.js';
import {
  connect,
  createDirectory,
  createOutlast,
  type Directory,
  migrate,
  type Sql,
  startDatabaseServer,
} from '../store/index.js';

export const HOLDER = { holderId: 'lin', name: { zh: '林晓', en: 'Lin Xiao' }, mobileEnd: '0001' };
export const PAN = '6299990001000032';
/** When a test begins: the HSM goes by the machine's clock. */
export const START: number = systemClock.now();

export interface HolderWorld {
  readonly sql: Sql;
  readonly hsm: Hsm;
  readonly directory: Directory;
  readonly clock: Clock;
  /** Milliseconds since 1970 UTC. */
  now: number;
  /** Bodies of the messages that were sent. */
  readonly sent: string[];
  end(): Promise<void>;
}

export async function holderWorld(): Promise<HolderWorld> {
  const dataDir = mkdtempSync(join(tmpdir(), 'tillgate-holder-'));
  // The database runs as another user when we are root, and has to pass through.
  chmodSync(dataDir, 0o711);
  const server = await startDatabaseServer({
    ...{ dataDir, url: undefined, program: undefined, searchPath: process.env.PATH ?? '' },
    ...{ clock: systemClock, random: systemRandom, log: () => undefined, onLost: () => undefined },
  });
  const sql = connect({ ...server.connection, max: 4 });
  await migrate(sql);
  const hsm = createInProcessHsm({ lmk: systemRandom.bytes(32), random: systemRandom });
  const hash = toHex(await hsm.panHash(PAN));
  const sealed = toHex(await hsm.sealPan(PAN));
  await sql.unsafe(`
    insert into issuer values ('62999900', '海港银行', 'Harbour Bank', 'visa-pvv', null, '-', '-', '-');
    insert into account values ('cardholder:1', 'cardholder', '1', '156', 0), ('hold:1', 'hold', '1', '156', 0);
    insert into cardholder values ('${HOLDER.holderId}', '林晓', 'Lin Xiao', '13800000001');
    insert into card (card_id, issuer_id, account_id, holder_id, pan_hash, pan_sealed, pan_first6, pan_last4,
        pan_length, expiry, sequence, product, status, online_pin, pin_reference, per_transaction_minor,
        daily_minor, daily_count)
      values (1, '62999900', 'cardholder:1', '${HOLDER.holderId}', '${hash}', '${sealed}', '629999', '0032',
        16, '3012', '001', 'debit', 'active', true, '{"method":"unset"}', 1000000, 1000000, 1000);`);
  const directory = await createDirectory(sql, createOutlast(systemClock, 0));
  const world = {
    ...{ sql, hsm, directory, now: START, sent: [] },
    clock: { ...systemClock, now: () => world.now },
    async end() {
      await sql.end({ timeout: 2 });
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  } satisfies HolderWorld as HolderWorld;
  return world;
}
