// The door of the host command port: off unless a port is given, and on this machine only, since its messages come in
// clear and name no client.

import { answerHostCommand } from './host-commands/index.js';
import type { Hsm } from './hsm/index.js';
import type { Clock } from './kernel/clock.js';
import type { Random } from './kernel/random.js';
import { defaultLimits, listenForTerminals } from './link/index.js';
import type { Sql } from './store/index.js';

/** What two length bytes can say. */
const FRAME_BYTES = 0xffff;

export interface HostCommandOptions {
  /** 0: any free one; undefined: the door stays closed. */
  readonly hostCommandsPort: number | undefined;
  readonly log: (line: string) => void;
}

interface HostCommandBasement {
  readonly hsm: Hsm;
  readonly sql: Sql;
  readonly random: Random;
  readonly clock: Clock;
}

/** @returns address and port; adds to `opened` what closes the door again */
export async function openHostCommands(
  { hostCommandsPort: port, log }: HostCommandOptions,
  { hsm, sql, random, clock }: HostCommandBasement,
  opened: Array<() => Promise<unknown>>,
): Promise<string | undefined> {
  if (port === undefined) return undefined;
  const banks = await sql.unsafe(
    'select decimalisation_table from issuer where decimalisation_table is not null',
  );
  const tables = new Set(banks.map((row) => String(row.decimalisation_table)));
  const ports = { hsm, random, decimalisationTables: () => tables };
  const listener = await listenForTerminals({
    host: '127.0.0.1',
    port,
    limits: { ...defaultLimits, frameBytes: FRAME_BYTES, leastFrameBytes: 0 },
    clock,
    log,
    faults: undefined,
    handle: async (message) => {
      const body = await answerHostCommand(ports, message);
      return body ? { body } : { close: 'no host command' };
    },
  });
  opened.push(() => listener.close());
  return `127.0.0.1:${listener.port}`;
}
