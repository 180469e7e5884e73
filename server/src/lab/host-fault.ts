// A fault of the host's own side, for one message: the HSM does not answer, or the host takes the terminal for another
// than it is. What is seen so is never stored: each of these ends in a refusal, and the books keep the true row.

import type { Profile } from '@tillgate/pos-protocol';
import { makeWorkingKeys, type Verified } from '../acquirer/index.js';
import type { Hsm } from '../hsm/index.js';
import { Fault } from '../kernel/fault.js';
import type { HostFaultName } from '../kernel/host-faults.js';
import { dayBefore } from '../kernel/local-time.js';
import type { Directory, TerminalRow, WorkingKeys } from '../store/index.js';

/** The stations of a payment, as far as a fault reaches. */
interface Reached {
  readonly hsm: Hsm;
  readonly directory: Directory;
  readonly ports: { readonly hsm: object; profileOf(terminalId: string): Promise<Profile> };
  readonly security: { accepted(seen: Pick<Verified, 'terminalId' | 'trace' | 'receivedAt'>): void };
}

/** Of the message that suffers it. */
export interface Suffering {
  readonly fault: HostFaultName;
  readonly terminalId: string;
  readonly trace: string;
  /** Milliseconds since 1970 UTC. */
  readonly at: number;
}

/** The sign-on that the terminal does not know of, and the copy's payment under its keys. */
const SIGNED_ON_AGO_MS = 60_000;
const COPY_PAID_AGO_MS = 5_000;
const OTHER_COUNT = 500_000;
const TRACES = 1_000_000;

export function withHostFault<Stations extends Reached>(stations: Stations, suffering: Suffering): Stations {
  const { fault } = suffering;
  if (fault === 'hsm-down') {
    const hsm = silent(stations.hsm);
    return { ...stations, hsm, ports: { ...stations.ports, hsm } };
  }
  if (fault === 'copied-terminal') seeCopy(stations, suffering);
  let unknown: Promise<WorkingKeys> | undefined;
  const keysUnknown = (row: TerminalRow): Promise<WorkingKeys> => {
    unknown ??= keysOfOtherSignOn(stations, row, suffering.at);
    return unknown;
  };
  const terminal = async (terminalId: string): Promise<TerminalRow | undefined> => {
    const row = await stations.directory.terminal(terminalId);
    const used = row && (row.pending_keys ?? row.current_keys);
    return row && used ? { ...row, ...(await seen(fault, used, () => keysUnknown(row))) } : row;
  };
  return { ...stations, directory: { ...stations.directory, terminal } };
}

/** An HSM that nobody reaches. */
function silent(hsm: Hsm): Hsm {
  const gone = async (): Promise<never> => {
    throw new Fault('TG_HSM_UNREACHABLE', 'the fault laboratory keeps the HSM from answering');
  };
  return new Proxy(hsm, { get: () => gone });
}

type SeenKeys = Pick<TerminalRow, 'current_keys' | 'pending_keys' | 'previous_keys'>;

/** @param used what the terminal computes with */
async function seen(
  fault: Exclude<HostFaultName, 'hsm-down'>,
  used: WorkingKeys,
  keysUnknown: () => Promise<WorkingKeys>,
): Promise<SeenKeys> {
  const over = { pending_keys: null, previous_keys: used };
  switch (fault) {
    case 'clock-off':
      return { ...over, previous_keys: null, current_keys: { ...used, date: dayBefore(used.date) } };
    case 'half-rotation': {
      const { pinKey } = await keysUnknown();
      return { ...over, current_keys: { ...used, pinKey, createdAt: used.createdAt + 1 } };
    }
    case 'stale-keys':
    case 'copied-terminal':
      return { ...over, current_keys: await keysUnknown() };
  }
}

async function keysOfOtherSignOn(
  { hsm, ports }: Reached,
  row: TerminalRow,
  at: number,
): Promise<WorkingKeys> {
  const { keys } = await makeWorkingKeys(hsm, await ports.profileOf(row.terminal_id), {
    ...{ ownKey: { block: row.tmk, kcv: row.tmk_kcv }, isSingle: false, withTrackKey: false },
    ...{
      date: row.current_keys?.date ?? row.pending_keys?.date ?? '',
      operator: '',
      at: at - SIGNED_ON_AGO_MS,
    },
  });
  return keys;
}

/** A message of the copy: its count is another. */
function seeCopy({ security }: Reached, { terminalId, trace, at }: Suffering): void {
  const ofCopy = String((Number(trace) + OTHER_COUNT) % TRACES).padStart(6, '0');
  security.accepted({ terminalId, trace: ofCopy, receivedAt: at - COPY_PAID_AGO_MS });
}
