// The self-test of a terminal (screen P8): what it holds, by check value; whether the host is there and how far away;
// whether a MAC is right there and back; and all of it told to the host, which lays its own beside it.

import { fromHex, toHex } from '@tillgate/iso8583';
import {
  type DeviceStatus,
  formatF59PaymentTimes,
  formatF59SelfReport,
  formatF61,
  formatF62Status,
  type MacTrip,
  type SelfReport,
} from '@tillgate/pos-protocol';
import { asksForSignOn } from './answer-classes.js';
import type { ExchangeTimes, Reply, TerminalCore } from './core.js';
import { ALL_WELL } from './device-messages.js';
import { momentOf } from './local-time.js';
import { refusalOf, send } from './management.js';
import { answered, failed, type Outcome } from './outcome.js';
import { echoMessage, managementMessage } from './requests.js';
import { checksOf, type Seen } from './self-test-checks.js';
import { soldOf } from './voucher.js';

/** A PIN and a card that nobody has: the block is thrown away. */
const NO_PIN = '0000';
const NO_PAN = '0'.repeat(16);
/** TVR of a card that nobody presented: no scripts were run. */
const NO_SCRIPTS = fromHex('95050000000000')!;
/** F61 of no payment at all. */
const NOTHING = { batch: '000000', trace: '000000' } as const;
/** Done, and no such payment: either way the host took the MAC. */
const MAC_TAKEN: readonly string[] = ['00', '25'];

interface Trip {
  readonly macTrip: MacTrip;
  readonly code?: string | undefined;
  readonly rrn?: string | undefined;
  readonly times?: ExchangeTimes | undefined;
}

export async function selfTest(core: TerminalCore, tried: DeviceStatus = {}): Promise<Outcome> {
  const told = { ...ALL_WELL, ...tried };
  const held = { keys: core.pinPad.keyCheckValues, isSignedOn: core.isSignedOn };
  const pinPadWorks = told.pinPad !== false && canEncipher(core);
  const devices = { ...told, pinPad: pinPadWorks };
  const echoed = await send(core, echoMessage(core.settings, core.state));
  const echo = echoed.type === 'answer' ? core.exchangeTimes : undefined;
  const hostAheadSeconds = hostAhead(core, echoed);
  const trip = echo === undefined ? { macTrip: 'no-answer' as const } : await macThereAndBack(core);
  const report = reportOf(core, held.keys, trip);
  const { isSignedOn } = held;
  const { hasKeysForEachMessage } = core.pinPad;
  const seen: Seen = {
    ...{ report, devices, isSignedOn, pinPadWorks },
    ...{ hasKeysForEachMessage, hostAheadSeconds, echo, macAnswer: trip.code },
  };
  const refusal = refusalOf('status-upload', echo === undefined ? echoed : await tellHost(core, seen));
  // As after any answer that does not fit: the keys are not those of the host.
  if (trip.macTrip === 'wrong' || asksForSignOn(trip.code ?? '')) await core.loseSignOn();
  const checks = checksOf(seen);
  const selfTest = {
    ...{ report, devices, wasTold: refusal === undefined },
    ...{ hostAheadSeconds, checks },
  };
  const isWell = refusal === undefined && checks.every(({ verdict }) => verdict === 'good');
  return isWell
    ? answered('status-upload', 'approved', '00', { selfTest })
    : failed('status-upload', 'self-test', { selfTest });
}

/** The notice of scripts that nobody sent, for no payment: it has a MAC, so has its answer, and it moves nothing. */
async function macThereAndBack(core: TerminalCore): Promise<Trip> {
  if (!core.pinPad.hasWorkingKeys) return { macTrip: 'no-keys' };
  const original = { ...NOTHING, date: core.localTime().mmdd };
  const message = managementMessage('script-result', core.settings, core.state, '951')
    .set(55, NO_SCRIPTS)
    .set(61, formatF61(original));
  const reply = await send(core, message);
  if (reply.type !== 'answer') return { macTrip: 'no-answer' };
  const { code, mac, answer } = reply;
  const of = { code, rrn: answer.text(37), times: core.exchangeTimes };
  if (!MAC_TAKEN.includes(code)) return { macTrip: 'refused', ...of };
  return { macTrip: mac === 'right' ? 'right' : 'wrong', ...of };
}

function tellHost(core: TerminalCore, { report, devices }: Seen): Promise<Reply> {
  const message = managementMessage('status-upload', core.settings, core.state, '362')
    .set(59, formatF59SelfReport(report) + formatF59PaymentTimes(core.state.paymentTimes))
    .set(62, formatF62Status(devices));
  return send(core, message);
}

function reportOf(
  core: TerminalCore,
  keys: TerminalCore['pinPad']['keyCheckValues'],
  trip: Trip,
): SelfReport {
  const { signOn, journal, pendingReversal, advices, incidents } = core.state;
  const sold = soldOf(journal);
  const { date, hhmmss: time } = core.localTime();
  return {
    ...{ ownKeyKcv: keys.tmk, pinKeyKcv: keys.pinKey, macKeyKcv: keys.macKey, trackKeyKcv: keys.trackKey },
    ...{ date, time, signOnDate: signOn?.date },
    ...{ soldCount: sold.count, soldMinor: sold.amountMinor },
    openItems: (pendingReversal ? 1 : 0) + advices.length + incidents.length,
    ...{ macTrip: trip.macTrip, macTripRrn: trip.rrn },
    ...{ connectMs: trip.times?.connectMs, sendMs: trip.times?.sendMs, waitMs: trip.times?.waitMs },
    ...{ softwareHash: core.settings.softwareHash, softwareVersion: core.settings.softwareVersion },
  };
}

/** Whether the PIN pad makes PIN blocks, the same one twice; keys of a message are taken by messages alone. */
function canEncipher({ pinPad }: TerminalCore): boolean {
  if (pinPad.hasKeysForEachMessage || !pinPad.hasWorkingKeys) return true;
  const [one, other] = [pinPad.encryptPin(NO_PIN, NO_PAN), pinPad.encryptPin(NO_PIN, NO_PAN)];
  return pinPad.pinKeyForm === '7' || toHex(one) === toHex(other);
}

function hostAhead(core: TerminalCore, reply: Reply): number | undefined {
  if (reply.type !== 'answer') return undefined;
  const { answer } = reply;
  const now = core.now();
  const moment = momentOf(answer.text(13) ?? '', answer.text(12) ?? '', now, core.settings.utcOffsetMinutes);
  return moment === undefined ? undefined : Math.round((moment - now) / 1000);
}
