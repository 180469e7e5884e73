// The door of the room: the desk of people, and the rule that watches as long as the host serves.

import type { KnownSoftware, QuarantineRule, SoftwareStep } from '../http/api.js';
import type { Clock } from '../kernel/clock.js';
import { every } from '../kernel/every.js';
import { addSoftware, listSoftware, softwareSteps, withdrawSoftware } from './known-software.js';
import { quarantine, readRule, setRule } from './quarantine.js';
import { createSuspectDesk, type SuspectDesk, type SuspectDeskPorts } from './suspect-desk.js';

export { createAddressWatch } from './address-watch.js';

export interface OpenSuspects extends SuspectDesk {
  rule(): Promise<QuarantineRule | null>;
  setRule(person: string, rule: Pick<QuarantineRule, 'score' | 'kinds'> | null): Promise<void>;
  software(): Promise<readonly KnownSoftware[]>;
  addSoftware(person: string, software: Pick<KnownSoftware, 'hash' | 'name'>): Promise<void>;
  softwareSteps(): Promise<readonly SoftwareStep[]>;
  /** False when it is not known. */
  withdrawSoftware(person: string, hash: string): Promise<boolean>;
  stop(): Promise<void>;
}

const WATCH_EVERY_MS = 30_000;

export function openSuspects({
  clock,
  log,
  ...ports
}: Omit<SuspectDeskPorts, 'now'> & {
  readonly clock: Pick<Clock, 'now' | 'after'>;
  readonly log: (line: string) => void;
}): OpenSuspects {
  const { sql, setStatus } = ports;
  const desk = createSuspectDesk({ ...ports, now: clock.now });
  const watch = async (): Promise<void> => {
    await quarantine({ sql, setStatus, log, now: clock.now, list: desk.list });
  };
  const stop = every(clock, WATCH_EVERY_MS, watch, (error) => log(`suspects: ${String(error)}`));
  return {
    ...desk,
    rule: () => readRule(sql),
    async setRule(person, rule) {
      await setRule(sql, person, clock.now(), rule);
      await watch();
    },
    software: () => listSoftware(sql),
    addSoftware: (person, one) => addSoftware(sql, { ...one, knownBy: person, at: clock.now() }),
    softwareSteps: () => softwareSteps(sql),
    withdrawSoftware: (person, hash) => withdrawSoftware(sql, hash, person, clock.now()),
    stop,
  };
}
