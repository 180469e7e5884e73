// Joins the HSM to its audit: whoever asks something of it goes through a door with their name on it.

import { join } from 'node:path';
import { type AuditLog, auditStore, openAuditLog } from './audit/index.js';
import { auditedHsm, createLmkComponents, type Hsm, type HsmOptions, startHsm } from './hsm/index.js';
import type { Clock } from './kernel/clock.js';
import type { Sql } from './store/index.js';

export type StartRoom = (lmkFolder: string, onDeath: HsmOptions['onDeath']) => Promise<Hsm>;

export interface HsmDoorOptions {
  readonly dataDir: string;
  /** One line for the operator; never card data. */
  readonly log: (line: string) => void;
  /** Another room than the worker thread: one in a process of its own, or what a bench compares with. */
  readonly startRoom?: StartRoom | undefined;
}

export interface HsmDoor {
  /** The HSM for one asker, whose name the audit keeps. */
  hsmFor(who: string): Hsm;
  readonly audit: AuditLog;
  close(): Promise<void>;
}

/** The HSM over this data directory's local master key; the very first start makes the key. */
export async function openHsm(options: HsmDoorOptions, sql: Sql, clock: Clock): Promise<HsmDoor> {
  const { dataDir, log, startRoom = startWorker } = options;
  const audit = await openAuditLog(auditStore(sql), { clock, log });
  const lmkFolder = join(dataDir, 'lmk');
  createLmkComponents(lmkFolder);
  const room = await startRoom(lmkFolder, (cause) => log(`the HSM stopped: ${cause?.message ?? 'no cause'}`));
  return {
    hsmFor: (who) => auditedHsm(room, audit, who),
    audit,
    async close() {
      await room.close();
      await audit.close();
    },
  };
}

const startWorker: StartRoom = (lmkFolder, onDeath) => startHsm({ lmkFolder, onDeath });
