// The door of the room: the desk for keys shared with banks, open as long as the host is.

import type { Clock } from '../kernel/clock.js';
import { every } from '../kernel/every.js';
import { whenBanksChanged } from '../store/index.js';
import { createZoneKeyDesk, type ZoneKeyDesk, type ZoneKeyPorts } from './zone-key-desk.js';

export { createBankKeyComponents } from './bank-key-components.js';

const RETIRE_EVERY_MS = 60_000;

export interface OpenZoneKeys extends ZoneKeyDesk {
  stop(): Promise<void>;
}

export async function openZoneKeys({
  clock,
  log,
  ...ports
}: Omit<ZoneKeyPorts, 'now'> & {
  readonly clock: Pick<Clock, 'now' | 'after'>;
  readonly log: (line: string) => void;
}): Promise<OpenZoneKeys> {
  const desk = createZoneKeyDesk({ ...ports, now: clock.now });
  const failed = (error: unknown): void => log(`keys of banks: ${String(error)}`);
  const readAgain = (): void => void ports.refresh().catch(failed);
  const stopListening = await whenBanksChanged(ports.sql, readAgain);
  const stopRetiring = every(clock, RETIRE_EVERY_MS, desk.retireOverlapped, failed);
  return {
    ...desk,
    async stop() {
      await stopRetiring();
      await stopListening();
    },
  };
}
