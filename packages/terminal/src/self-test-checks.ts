// What a self-test found, as a list of checks: each with its verdict, what was seen, and the next step where it is bad.

import type { DeviceStatus, SelfReport } from '@tillgate/pos-protocol';
import type { ExchangeTimes } from './core.js';
import { type CheckName, checkWords } from './self-test-words-table.js';

/** `unknown`: it could not be tried. */
export type Verdict = 'good' | 'bad' | 'unknown';

interface Words {
  readonly zh: string;
  readonly en: string;
}

export interface Check {
  readonly check: CheckName;
  readonly verdict: Verdict;
  readonly name: Words;
  /** Values as they were seen, such as check values and times; the same in both languages. */
  readonly seen: string;
  /** Of a bad one. */
  readonly next?: Words;
}

export interface SelfTest {
  readonly report: SelfReport;
  readonly devices: DeviceStatus;
  /** True when the host has the report. */
  readonly wasTold: boolean;
  /** What the host's clock is ahead of this terminal's; undefined when the host did not say. */
  readonly hostAheadSeconds: number | undefined;
  readonly checks: readonly Check[];
}

export interface Seen {
  readonly report: SelfReport;
  readonly devices: DeviceStatus;
  readonly isSignedOn: boolean;
  readonly hasKeysForEachMessage: boolean;
  readonly pinPadWorks: boolean;
  readonly hostAheadSeconds: number | undefined;
  /** Of the echo; undefined when it was not answered. */
  readonly echo: ExchangeTimes | undefined;
  /** F39 of the message with the MAC. */
  readonly macAnswer: string | undefined;
}

/** Beyond it, a sign-on or a batch may fall on another day than the host's. */
const CLOCK_SECONDS_MAX = 60;

export function checksOf(seen: Seen): readonly Check[] {
  const { report, devices } = seen;
  const { ownKeyKcv, pinKeyKcv: pin, macKeyKcv: mac, trackKeyKcv: track, macTrip } = report;
  const working = [pin && `PIN ${pin}`, mac && `MAC ${mac}`, track && `track ${track}`];
  const device = (check: 'keypad' | 'display' | 'reader' | 'printer'): Check =>
    checked(check, devices[check], '');
  return [
    device('keypad'),
    device('display'),
    device('reader'),
    device('printer'),
    checked('pinPad', seen.pinPadWorks, ''),
    checked('ownKey', ownKeyKcv !== '', ownKeyKcv),
    seen.hasKeysForEachMessage
      ? checked('workingKeys', true, 'DUKPT')
      : checked('workingKeys', mac !== undefined, working.filter((one) => one).join(', ')),
    checked('signOn', seen.isSignedOn, report.signOnDate ?? ''),
    checked('network', seen.echo !== undefined, timesText(seen.echo)),
    checked('clock', isNear(seen.hostAheadSeconds), aheadText(seen.hostAheadSeconds)),
    checked('mac', isRight(macTrip), [macTrip, seen.macAnswer].filter((one) => one).join(' ')),
    checked('batch', report.openItems === 0, `${report.soldCount} / ${report.openItems}`),
  ];
}

/** @param isGood undefined when it could not be tried */
function checked(check: CheckName, isGood: boolean | undefined, seen: string): Check {
  const { name, next } = checkWords[check];
  const verdict = isGood === undefined ? 'unknown' : isGood ? 'good' : 'bad';
  return { check, verdict, name, seen, ...(verdict === 'bad' && { next }) };
}

function isRight(macTrip: SelfReport['macTrip']): boolean | undefined {
  if (macTrip === 'right') return true;
  return macTrip === 'no-keys' || macTrip === 'no-answer' ? undefined : false;
}

function isNear(hostAheadSeconds: number | undefined): boolean | undefined {
  return hostAheadSeconds === undefined ? undefined : Math.abs(hostAheadSeconds) <= CLOCK_SECONDS_MAX;
}

function aheadText(hostAheadSeconds: number | undefined): string {
  if (hostAheadSeconds === undefined) return '';
  return `${hostAheadSeconds < 0 ? '' : '+'}${hostAheadSeconds} s`;
}

function timesText(times: ExchangeTimes | undefined): string {
  return times === undefined ? '' : `${times.connectMs} + ${times.sendMs} + ${times.waitMs} ms`;
}
