// Mistakes of chip cards and of terminals that read them: field 55 does not hold what the bank would make of it.
// Each payment has a right MAC, so that the cryptogram is what is looked at.

import { cryptogramData, writeTlv } from '@tillgate/emv';
import { applicationCryptogram, emvUniqueKey, hexToBytes } from '@tillgate/payment-crypto';
import { IMK_AC } from '../acquirer/till-keys.fixture.js';
import { field64, formOf } from './field-64.fixture.js';
import type { Mistake } from './mac-mistakes.fixture.js';
import { desKey, type Heard, type MistakenTerminal, rightRange } from './mistaken-terminal.fixture.js';

/** Nineteen digits: of these alone the two ways to derive a card's key differ (EMV Book 2, A1.4). */
const LONG_PAN = '6299990000001000011';
const VERSIONS = {
  'visa-10': '06010A03A00000',
  'visa-18': '06011203A00000',
  'unionpay-01': '07010103A0000001',
} as const;
const VERSION_NAMES = Object.keys(VERSIONS) as (keyof typeof VERSIONS)[];
const OTHER_CURRENCY = '0840';
const DAY_MS = 86_400_000;
const ZONE_MS = 8 * 3_600_000;

interface ChipMistake {
  readonly key?: Uint8Array;
  readonly option?: 'A' | 'B';
  readonly sequence?: string;
  /** Objects that the cryptogram is made over, and the message does not say. */
  readonly changes?: Readonly<Record<string, string>>;
  /** The counter of the payment before. */
  readonly isReplay?: boolean;
  /** Cryptogram version number of no scheme. */
  readonly version?: string;
}

const counters = new WeakMap<MistakenTerminal, number>();

async function cardOf(terminal: MistakenTerminal): Promise<number> {
  const known = counters.get(terminal);
  if (known === undefined) await terminal.till.addCard(LONG_PAN);
  return known ?? 0;
}

async function paid(terminal: MistakenTerminal, mistake: ChipMistake): Promise<Heard> {
  const atc = (await cardOf(terminal)) + (mistake.isReplay ? 0 : 1);
  counters.set(terminal, atc);
  const message = terminal.payment().set(2, LONG_PAN).set(23, '001');
  message.set(55, chipData(terminal, message.text(4) ?? '', atc, mistake));
  const packed = terminal.packed(message);
  return terminal.sent(packed, field64(terminal.macKey(), rightRange(packed), formOf(terminal.profile)));
}

function chipData(terminal: MistakenTerminal, amount: string, atc: number, mistake: ChipMistake): Uint8Array {
  const { random, till } = terminal;
  const scheme = random.one(VERSION_NAMES);
  const counter = atc.toString(16).padStart(4, '0');
  const objects: Readonly<Record<string, string>> = {
    ...{ '9F37': Buffer.from(random.bytes(4)).toString('hex'), '95': '0000008000', '9A': dateAt(till.now) },
    ...{ '9C': '00', '9F02': amount, '5F2A': '0156', '82': '7C00', '9F1A': '0156', '9F03': '000000000000' },
    ...{ '9F36': counter, ...mistake.changes },
  };
  const issuerData = hexToBytes(VERSIONS[scheme]);
  const sent = mistake.version === undefined ? issuerData : hexToBytes(mistake.version);
  const data = cryptogramData((tag) => hexToBytes(objects[tag] ?? ''), scheme, issuerData);
  const { option = 'A', sequence = '01' } = mistake;
  const key = mistake.key ?? emvUniqueKey(hexToBytes(IMK_AC), LONG_PAN, sequence, option);
  const arqc = applicationCryptogram(scheme, key, hexToBytes(counter), data);
  return writeTlv([
    ['9F26', arqc],
    ['9F27', Uint8Array.of(0x80)],
    ['9F10', sent],
    ...Object.entries(objects).map(([tag, value]) => [tag, hexToBytes(value)] as const),
  ]);
}

/** YYMMDD at the till. */
function dateAt(now: number): string {
  return new Date(now + ZONE_MS).toISOString().slice(2, 10).replaceAll('-', '');
}

/** Another amount, currency or date than the message's. */
function changesOf({ random, till }: MistakenTerminal): Readonly<Record<string, string>> {
  return random.one([
    { '9F02': String(100_000 + random.below(100_000)).padStart(12, '0') },
    { '5F2A': OTHER_CURRENCY },
    { '9A': dateAt(till.now - (2 + random.below(300)) * DAY_MS) },
  ]);
}

export const chipMistakes: Readonly<Record<string, Mistake>> = {
  'arqc.key': async (terminal) =>
    paid(
      terminal,
      terminal.random.below(2) === 0 ? { key: desKey(terminal.random) } : { version: '0601FF03A00000' },
    ),
  'arqc.option': async (terminal) => paid(terminal, { option: 'B' }),
  'arqc.sequence': async (terminal) => paid(terminal, { sequence: '00' }),
  'arqc.amount': async (terminal) => paid(terminal, { changes: changesOf(terminal) }),
  'arqc.replay': async (terminal) => {
    await paid(terminal, {});
    return paid(terminal, { isReplay: true });
  },
};
