// What a terminal says of itself in a status upload (60.3 = 362), for the host to lay beside what it holds: F59 tag
// `S1`, an extension of ours. Entries as F59 has them, tag 2, length 3 digits, value; keys by check value and no more.

import { formatF59, parseF59 } from './answer-fields.js';

/** `refused`: the host did not take the terminal's MAC; `wrong`: the terminal did not take the host's. */
const macTrips = ['right', 'refused', 'wrong', 'no-keys', 'no-answer'] as const;
export type MacTrip = (typeof macTrips)[number];

export interface SelfReport {
  /** Check values: six hex digits. */
  readonly ownKeyKcv: string;
  readonly pinKeyKcv: string | undefined;
  readonly macKeyKcv: string | undefined;
  readonly trackKeyKcv: string | undefined;
  /** By the terminal's clock: YYYYMMDD, hhmmss. */
  readonly date: string;
  readonly time: string;
  /** YYYYMMDD; undefined for one that is not signed on. */
  readonly signOnDate: string | undefined;
  /** What was sold in its batch. */
  readonly soldCount: number;
  readonly soldMinor: number;
  /** Reversals, advices and incidents that nobody has settled yet. */
  readonly openItems: number;
  readonly macTrip: MacTrip;
  /** F37 of the answer that told it. */
  readonly macTripRrn: string | undefined;
  /** Milliseconds of that message: to a connection, until it was written, until its answer was there. */
  readonly connectMs: number | undefined;
  readonly sendMs: number | undefined;
  readonly waitMs: number | undefined;
  /** Of the program that runs in it: the first 16 hex digits of its SHA-256. */
  readonly softwareHash: string | undefined;
  /** What it calls that program, with its version. */
  readonly softwareVersion: string | undefined;
}

const TAG = 'S1';

/** Each entry: its tag, and the form that a reader insists on. */
const entries = {
  ownKeyKcv: ['01', /^[0-9A-F]{6}$/],
  pinKeyKcv: ['02', /^[0-9A-F]{6}$/],
  macKeyKcv: ['03', /^[0-9A-F]{6}$/],
  trackKeyKcv: ['04', /^[0-9A-F]{6}$/],
  date: ['05', /^[0-9]{8}$/],
  time: ['06', /^[0-9]{6}$/],
  signOnDate: ['07', /^[0-9]{8}$/],
  soldCount: ['08', /^[0-9]{1,6}$/],
  soldMinor: ['09', /^[0-9]{1,12}$/],
  openItems: ['10', /^[0-9]{1,6}$/],
  macTrip: ['11', new RegExp(`^(${macTrips.join('|')})$`)],
  macTripRrn: ['12', /^[0-9A-Za-z]{12}$/],
  connectMs: ['13', /^[0-9]{1,6}$/],
  sendMs: ['14', /^[0-9]{1,6}$/],
  waitMs: ['15', /^[0-9]{1,6}$/],
  softwareHash: ['16', /^[0-9a-f]{16}$/],
  softwareVersion: ['17', /^[A-Za-z][A-Za-z0-9 .-]{0,29}$/],
} as const satisfies Readonly<Record<keyof SelfReport, readonly [tag: string, form: RegExp]>>;

const names = Object.keys(entries) as Array<keyof SelfReport>;
const needed: readonly (keyof SelfReport)[] = [
  ...(['ownKeyKcv', 'date', 'time', 'soldCount', 'soldMinor', 'openItems', 'macTrip'] as const),
];

/** F59. */
export function formatF59SelfReport(report: SelfReport): string {
  const told = names.flatMap((name) => {
    const value = report[name];
    return value === undefined ? [] : [{ tag: entries[name][0], value: String(value) }];
  });
  return formatF59([{ tag: TAG, value: formatF59(told) }]);
}

/** From F59; undefined where there is none, or where it is not in this form. */
export function parseF59SelfReport(f59: string): SelfReport | undefined {
  const told = parseF59(parseF59(f59)?.find(({ tag }) => tag === TAG)?.value ?? '-');
  if (!told) return undefined;
  const text = (name: keyof SelfReport): string | undefined =>
    told.find(({ tag }) => tag === entries[name][0])?.value;
  const number = (name: keyof SelfReport): number | undefined =>
    text(name) === undefined ? undefined : Number(text(name));
  const isWhole = needed.every((name) => text(name) !== undefined);
  const isFormed = names.every((name) => entries[name][1].test(text(name) ?? '') || text(name) === undefined);
  if (!isWhole || !isFormed) return undefined;
  return {
    ...{
      ownKeyKcv: text('ownKeyKcv')!,
      pinKeyKcv: text('pinKeyKcv'),
      macKeyKcv: text('macKeyKcv'),
      trackKeyKcv: text('trackKeyKcv'),
    },
    ...{ date: text('date')!, time: text('time')!, signOnDate: text('signOnDate') },
    ...{ soldCount: number('soldCount')!, soldMinor: number('soldMinor')!, openItems: number('openItems')! },
    ...{ macTrip: text('macTrip') as MacTrip, macTripRrn: text('macTripRrn') },
    ...{ connectMs: number('connectMs'), sendMs: number('sendMs'), waitMs: number('waitMs') },
    ...{ softwareHash: text('softwareHash'), softwareVersion: text('softwareVersion') },
  };
}
