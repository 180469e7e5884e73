// The terminal's own report beside what the host holds, line by line. A function of the two: it asks nobody.

import type { DeviceStatus, SelfReport } from '@tillgate/pos-protocol';
import type { KnownSoftware, SideBySide } from '../http/api.js';
import type { Words } from '../kernel/reason-words.js';
import { fillWords } from '../kernel/words.js';
import type { TerminalRow } from '../store/index.js';
import {
  noKey,
  noneKnown,
  previousKey,
  type SideName,
  sideWords,
  signedOnSince,
} from './side-words-table.js';

export interface HostSide {
  readonly terminal: Pick<
    TerminalRow,
    'tmk_kcv' | 'next_own_key' | 'current_keys' | 'pending_keys' | 'previous_keys'
  >;
  readonly hasKeysForEachMessage: boolean;
  /** Six digits. */
  readonly batch: string;
  /** What was sold in the batch that the report names, until the report came. */
  readonly sold: { readonly count: number; readonly minor: number };
  /** Programs that terminals may run; empty as long as nobody has said which. */
  readonly software: readonly KnownSoftware[];
  /** YYYYMMDD and hhmmss when the report came. */
  readonly date: string;
  readonly time: string;
}

export interface TerminalSide {
  readonly report: SelfReport;
  readonly devices: DeviceStatus;
  readonly batch: string;
  /** A sign-on came after it. */
  readonly isStale: boolean;
}

const CLOCK_SECONDS_MAX = 60;

export function compareSides(host: HostSide, told: TerminalSide | undefined): readonly SideBySide[] {
  const { tmk_kcv: kcv, next_own_key: next } = host.terminal;
  const report = told?.report;
  const own = next && report?.ownKeyKcv === next.kcv ? next.kcv : kcv;
  return [
    line('ownKey', report?.ownKeyKcv, own),
    ...(host.hasKeysForEachMessage ? [] : workingKeyLines(host, told)),
    clockLine(host, report),
    line('batch', told?.batch, host.batch),
    line(
      'sold',
      report && soldText(report.soldCount, report.soldMinor),
      soldText(host.sold.count, host.sold.minor),
    ),
    line('openItems', report && String(report.openItems), report && '0'),
    line('mac', report?.macTrip, report && 'right'),
    line('devices', told && brokenText(told.devices), told && ''),
    softwareLine(host, report),
  ];
}

/** Not known as long as one side has not said. */
function line(
  what: SideName,
  terminal: string | undefined,
  host: string | undefined,
  says?: Words,
): SideBySide {
  const { name, differs, next } = sideWords[what];
  const verdict =
    terminal === undefined || host === undefined ? 'not-known' : terminal === host ? 'same' : 'differs';
  const isOff = verdict === 'differs';
  const sides = { terminal: terminal ?? null, host: host ?? null };
  return { what, name, ...sides, verdict, says: isOff ? (says ?? differs) : null, next: isOff ? next : null };
}

function workingKeyLines({ terminal }: HostSide, told: TerminalSide | undefined): readonly SideBySide[] {
  const { pending_keys: pending, current_keys: current, previous_keys: previous } = terminal;
  const report = told?.report;
  const newest = pending ?? current;
  const names = ['pinKey', 'macKey', 'trackKey'] as const;
  const keys = names.map((name) => {
    const held = report?.[`${name}Kcv`];
    const inUse = [pending, current].map((set) => set?.[name]?.kcv);
    const ours = (held !== undefined && inUse.includes(held) ? held : newest?.[name]?.kcv) ?? '';
    if (told?.isStale) return since(name, held, ours);
    const isPrevious = held !== undefined && held === previous?.[name]?.kcv;
    return line(
      name,
      report && (held ?? ''),
      ours,
      held === undefined ? noKey : isPrevious ? previousKey : undefined,
    );
  });
  const ours = newest?.date ?? '';
  const signOn = told?.isStale
    ? since('signOn', report?.signOnDate, ours)
    : line('signOn', report && (report.signOnDate ?? ''), ours);
  return [...keys, signOn];
}

/** What the report says was true before the sign-on that the host means. */
function since(what: SideName, terminal: string | undefined, host: string): SideBySide {
  const { name } = sideWords[what];
  return {
    what,
    name,
    terminal: terminal ?? null,
    host,
    verdict: 'not-known',
    says: signedOnSince,
    next: null,
  };
}

/** What a terminal says of its program is its own word; that nobody knows it is worth a look. */
function softwareLine({ software }: HostSide, report: SelfReport | undefined): SideBySide {
  const { name, differs, next } = sideWords.software;
  const { softwareHash: hash, softwareVersion: version } = report ?? {};
  const terminal = hash === undefined ? null : [hash, version].filter((one) => one).join(' ');
  const known = software.find((one) => one.hash === hash);
  const base = { what: 'software', name, terminal, host: known?.name ?? null } as const;
  if (known) return { ...base, verdict: 'same', says: null, next: null };
  if (hash === undefined) return { ...base, verdict: 'not-known', says: null, next: null };
  if (software.length === 0) return { ...base, verdict: 'not-known', says: noneKnown, next: null };
  return { ...base, verdict: 'differs', says: differs, next };
}

function clockLine({ date, time }: HostSide, report: SelfReport | undefined): SideBySide {
  const { name, differs, next } = sideWords.clock;
  const host = `${date} ${time}`;
  const base = { what: 'clock', name, host } as const;
  if (!report) return { ...base, terminal: null, verdict: 'not-known', says: null, next: null };
  const seconds = Math.abs(secondsOf(report.date, report.time) - secondsOf(date, time));
  const isOff = seconds > CLOCK_SECONDS_MAX;
  return {
    ...{ ...base, terminal: `${report.date} ${report.time}`, verdict: isOff ? 'differs' : 'same' },
    says: isOff ? fillWords(differs, { seconds }) : null,
    next: isOff ? next : null,
  };
}

/** Of a YYYYMMDD and a hhmmss, both of one zone: good for differences. */
function secondsOf(date: string, time: string): number {
  const part = (text: string, at: number, length = 2): number => Number(text.slice(at, at + length));
  const day = [part(date, 0, 4), part(date, 4) - 1, part(date, 6)] as const;
  return Date.UTC(...day, part(time, 0), part(time, 2), part(time, 4)) / 1000;
}

function soldText(count: number, minor: number): string {
  return `${count} · ${(minor / 100).toFixed(2)}`;
}

function brokenText(devices: DeviceStatus): string {
  return Object.entries(devices)
    .filter(([, works]) => !works)
    .map(([device]) => device)
    .join(', ');
}
