// An attacker who owns a terminal, with its keys, and a PIN block that somebody else entered: chosen messages, and what
// their answers tell of the cause beyond the answer code.

import { Message } from '@tillgate/iso8583';
import { createTdes, encodePinBlockFormat0, encryptEcb, pinFromText } from '@tillgate/payment-crypto';
import { parseBody, standardProfile } from '@tillgate/pos-protocol';
import { PAN } from '../acquirer/till.fixture.js';
import { field64, formOf } from './field-64.fixture.js';
import { macMistakes } from './mac-mistakes.fixture.js';
import { type Heard, MistakenTerminal, rightRange } from './mistaken-terminal.fixture.js';
import { pinMistakes } from './pin-mistakes.fixture.js';
import { SeededRandom } from './seeded-random.fixture.js';

export interface Learned {
  readonly messages: number;
  /** Causes that the host named for its staff. */
  readonly causes: number;
  /** Bits about the cause in one answer code, and in one whole answer. */
  readonly bitsOfCode: number;
  readonly bitsOfAnswer: number;
}

/** These need MAC keys of an earlier sign-on: who has them knows whose they are, and may see that they are old. */
const WITH_OLD_KEYS = ['mac.previous-key', 'terminal.cloned', 'pin.next-key'];
const OPEN_TO_ALL = Object.entries({ ...macMistakes, ...pinMistakes }).flatMap(([cause, mistake]) =>
  WITH_OLD_KEYS.includes(cause) ? [] : mistake,
);
/** Fewer than the HSM takes of defective blocks under one key. */
const MESSAGES_OF_A_SIGN_ON = 60;
const PAUSE_MS = 5000;
/** What the attacker chose, or what is another with every answer, whatever the cause. */
const OWN_FIELDS = [3, 4, 11, 12, 13, 25, 37, 41, 42, 49, 60, 62, 64];

export async function chosenMessages(seed: number, messages: number): Promise<Learned> {
  const random = new SeededRandom(seed);
  const seen: Array<readonly [cause: string, code: string, answer: string]> = [];
  while (seen.length < messages) {
    const terminal = await MistakenTerminal.open(standardProfile, random);
    terminal.pauseMs = PAUSE_MS;
    const victim = await victimsBlock(terminal);
    for (let one = 0; one < MESSAGES_OF_A_SIGN_ON && seen.length < messages; one += 1) {
      const heard = await oneChosen(terminal, victim);
      if (heard) seen.push([heard.cause, heard.code, withoutOwn(heard.answer)]);
    }
  }
  return {
    messages: seen.length,
    causes: new Set(seen.map(([cause]) => cause)).size,
    bitsOfCode: sharedBits(seen.map(([cause, code]) => [cause, code])),
    bitsOfAnswer: sharedBits(seen.map(([cause, code, answer]) => [cause, `${code} ${answer}`])),
  };
}

async function victimsBlock({ keys, random }: MistakenTerminal): Promise<Uint8Array> {
  return encryptEcb(createTdes(keys.pin), encodePinBlockFormat0(pinFromText(random.digits(4)), PAN));
}

/** A mistake of the list, a victim's block under a chosen PAN, or noise. */
async function oneChosen(terminal: MistakenTerminal, victim: Uint8Array): Promise<Heard | undefined> {
  const { random } = terminal;
  const message = terminal.payment().set(22, '071').set(26, '12').set(53, '2600000000000000');
  switch (random.below(4)) {
    case 0:
    case 1:
      return random.one(OPEN_TO_ALL)(terminal);
    case 2:
      message.set(52, victim).set(2, `629999${random.digits(10)}`);
      break;
    default:
      message.set(52, random.bytes(8));
  }
  const packed = terminal.packed(message);
  return terminal.sent(packed, field64(terminal.macKey(), rightRange(packed), formOf(standardProfile)));
}

function withoutOwn(body: Uint8Array): string {
  const { envelope } = parseBody(body);
  const told = (envelope?.message ?? new Message('0000')).clone();
  for (const field of OWN_FIELDS) told.delete(field);
  const fields = Array.from({ length: 64 }, (_, at) => told.value(at + 1) ?? '');
  return JSON.stringify([envelope?.tpdu, envelope?.header, told.mti, fields.map(String)]);
}

/** Mutual information of two things that were seen together. */
function sharedBits(pairs: ReadonlyArray<readonly [one: string, other: string]>): number {
  const of = (values: readonly string[]): number => {
    const counts = new Map<string, number>();
    for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
    return [...counts.values()].reduce(
      (bits, count) => bits - (count / values.length) * Math.log2(count / values.length),
      0,
    );
  };
  const both = of(pairs.map((pair) => pair.join(' ')));
  return of(pairs.map(([one]) => one)) + of(pairs.map(([, other]) => other)) - both;
}
