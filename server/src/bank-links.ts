// Joins the banks behind links to the books: how they are asked, what they are told later, and what becomes of a
// question whose host died.

import { fromHex, toHex } from '@tillgate/iso8583';
import { forwardUnit, giveUpUnit } from './acquirer/index.js';
import type { Hsm } from './hsm/index.js';
import type { Clock } from './kernel/clock.js';
import { every } from './kernel/every.js';
import { Pan } from './kernel/sensitive.js';
import { openFramedLine } from './link/index.js';
import type { Banks } from './payment-path.js';
import {
  dueForwards,
  forgottenQuestions,
  type GroupCommit,
  meetOutsideCard,
  type Outlast,
  type Sql,
  type StoredForward,
  type TransactionRow,
} from './store/index.js';
import { createBankDesk, type OpenLine, startForwarding } from './switch/index.js';

export interface BankAddress {
  readonly issuerId: string;
  readonly host: string;
  readonly port: number;
}

export interface BankLinkOptions {
  readonly addresses: readonly BankAddress[];
  /** How long a bank may take to answer, in milliseconds: less than the terminals wait for the host. */
  readonly limitMs: number;
}

export interface BankPorts extends Omit<JoinPorts, 'lines' | 'limitMs' | 'records'> {
  readonly sql: Sql;
  readonly outlast: Outlast;
  readonly hsm: Pick<Hsm, 'openPan' | 'sealPan'>;
  readonly currency: string;
}

/** What the books know for banks behind links, read and written outside the steps. */
export interface BankRecords {
  /** The oldest waiting forward of each card whose time has come, at most so many. */
  due(issuerId: string, now: number, most: number): Promise<readonly StoredForward[]>;
  /** Questions that were asked before `before` and that nobody has concluded. */
  forgotten(before: number): Promise<ReadonlyArray<Pick<TransactionRow, 'rrn' | 'terminal_id'>>>;
  /** Gives a card its name in the books; one that has it keeps it. */
  meet(issuerId: string, pan: Pan, panHash: string): Promise<void>;
  /** The sealed number of a card that has its name in the books, as hexadecimal text. */
  sealedPan(panHash: string): Promise<string | undefined>;
}

export interface JoinPorts {
  /** To each bank, by its number. */
  readonly lines: ReadonlyMap<string, OpenLine>;
  readonly limitMs: number;
  readonly records: BankRecords;
  readonly hsm: Pick<Hsm, 'openPan'>;
  readonly books: GroupCommit;
  readonly clock: Clock;
  readonly acquirerId: string;
  readonly log: (line: string) => void;
}

export const usualBankLimitMs = 15_000;
/** Longest and shortest message between hosts, in bytes. */
const FRAME_BYTES = 4096;
const LEAST_FRAME_BYTES = 20;
const LOOK_FOR_FORGOTTEN_MS = 2000;
/** Clocks of two hosts, and a commit that takes its time. */
const GRACE_MS = 5000;
const SOON_MS = 200;

export function openBanks(
  { addresses, limitMs }: BankLinkOptions,
  ports: BankPorts,
): Banks & { close(): Promise<void> } {
  const lines = new Map(addresses.map((address) => [address.issuerId, lineTo(address, ports.clock)]));
  return joinBanks({ ...ports, lines, limitMs, records: recordsIn(ports) });
}

export function joinBanks(ports: JoinPorts): Banks & { close(): Promise<void> } {
  const { lines, limitMs, records, hsm, books, clock, acquirerId, log } = ports;
  const desk = createBankDesk({ acquirerId, lines, limitMs, clock, log });
  const forwarding = startForwarding(
    {
      due: records.due,
      openPan: (sealed) => hsm.openPan(fromHex(sealed)!),
      ask: desk.ask,
      ended: (rrn, tried) => books.submit(forwardUnit(rrn, tried)),
      clock,
      log,
    },
    desk.issuerIds,
  );
  const stopWatching = every(
    clock,
    LOOK_FOR_FORGOTTEN_MS,
    () => giveUpForgotten(ports),
    (error) => log(`questions without an answer wait: ${String(error)}`),
  );
  return {
    isElsewhere: desk.isElsewhere,
    ask: desk.ask,
    soon: () => new Promise((wake) => clock.after(SOON_MS, wake)),
    meet: records.meet,
    async panOf(panHash) {
      const sealed = await records.sealedPan(panHash);
      return sealed === undefined ? undefined : Pan.parse(await hsm.openPan(fromHex(sealed)!));
    },
    async close() {
      await stopWatching();
      await forwarding.stop();
      desk.close();
    },
  };
}

function lineTo({ host, port }: BankAddress, clock: Clock): OpenLine {
  return ({ onBody, onClose }) =>
    openFramedLine({
      ...{ host, port, clock, frameBytes: FRAME_BYTES, leastFrameBytes: LEAST_FRAME_BYTES },
      ...{ onBody, onClose },
    });
}

function recordsIn({ sql, outlast, hsm, currency }: BankPorts): BankRecords {
  return {
    due: (issuerId, now, most) => dueForwards(sql, issuerId, now, most),
    forgotten: (before) => forgottenQuestions(sql, before),
    async meet(issuerId, pan, panHash) {
      const query = 'select 1 from card where pan_hash = $1';
      const known = await outlast(() => sql.unsafe(query, [panHash], { prepare: true }));
      if (known.length > 0) return;
      const digits = pan.reveal();
      const panSealed = toHex(await hsm.sealPan(digits));
      const shown = { panFirst6: digits.slice(0, 6), panLast4: digits.slice(-4), panLength: digits.length };
      await outlast(() => meetOutsideCard(sql, { issuerId, panHash, panSealed, ...shown, currency }));
    },
    async sealedPan(panHash) {
      const [row] = await outlast(() =>
        sql.unsafe('select pan_sealed from card where pan_hash = $1', [panHash]),
      );
      return row && String(row.pan_sealed);
    },
  };
}

/** Questions of a host that died are given up by whoever looks next; no host waits for them any more. */
async function giveUpForgotten({ records, books, clock, log, limitMs }: JoinPorts): Promise<void> {
  const now = clock.now();
  for (const asked of await records.forgotten(now - limitMs - GRACE_MS)) {
    if (await books.submit(giveUpUnit(asked, limitMs, now)))
      log(`payment ${asked.rrn} was given up: no answer`);
  }
}
