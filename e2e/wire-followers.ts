// The messages of the stories' own terminal that follow a payment, or come instead of one, from the protocol's page
// alone (sections 3 and 8): fields in, fields out.

import type { WireCard } from './demo-world.fixture.js';
import type { Fields } from './wire-message.js';
import type { Answer, PurchaseOptions, WireTerminal } from './wire-terminal.js';

/** A request with its answer, for what refers to them. */
export interface Done {
  readonly mti: string;
  readonly fields: Fields;
  readonly answer: Answer;
}

/** MTI, F3, F25 and 60.1 of each message, as section 3 lists them. */
const SHAPES = {
  void: ['0200', '200000', '00', '23'],
  refund: ['0220', '200000', '00', '25'],
  'pre-authorization-void': ['0100', '200000', '06', '11'],
  completion: ['0200', '000000', '06', '20'],
  'completion-advice': ['0220', '000000', '06', '24'],
  'completion-void': ['0200', '200000', '06', '21'],
  adjustment: ['0220', '000000', '00', '32'],
  tip: ['0220', '000000', '00', '34'],
} as const;

export type FollowerName = keyof typeof SHAPES;

/** Which of F37, F38 and F61 name the original. */
const NAMED_BY: Readonly<Record<FollowerName, readonly (37 | 38 | 61)[]>> = {
  void: [37, 38, 61],
  refund: [37],
  'pre-authorization-void': [38, 61],
  completion: [38, 61],
  'completion-advice': [38],
  'completion-void': [38, 61],
  adjustment: [61],
  tip: [61],
};

/** Sends a message that is no follower, and keeps it with its answer. */
export async function send(till: WireTerminal, mti: string, fields: Fields): Promise<Done> {
  return { mti, fields, answer: await till.request(mti, fields) };
}

export function purchase(till: WireTerminal, card: WireCard, amountMinor: number): Promise<Done> {
  return send(till, '0200', till.purchase(card, amountMinor, withPin(card)));
}

export function preAuthorization(till: WireTerminal, card: WireCard, amountMinor: number): Promise<Done> {
  const fields = till.purchase(card, amountMinor, withPin(card));
  return send(till, '0100', { ...fields, 3: '030000', 25: '06', 60: `10${till.batch}000600` });
}

/** With the chip inserted: no question about the PIN comes in between. */
function withPin(card: WireCard): PurchaseOptions {
  return { pin: card.pin, reading: '05' };
}

/** A sale that was made offline: 30 settled offline, 36 by the chip. */
export function offlineSale(till: WireTerminal, card: WireCard, amountMinor: number): Promise<Done> {
  const { 53: _control, ...fields } = till.purchase(card, amountMinor);
  return send(till, '0220', { ...fields, 22: '052', 60: `36${till.batch}000600` });
}

/** The code on the customer's phone instead of a card. */
export function qrSale(till: WireTerminal, code: string, amountMinor: number): Promise<Done> {
  const { terminalId, merchantId } = till.identity;
  return send(till, '0200', {
    ...{ 3: '000000', 4: amount(amountMinor), 11: till.nextTrace(), 22: '032', 25: '00' },
    ...{ 41: terminalId, 42: merchantId, 49: '156' },
    59: `A3${String(code.length).padStart(3, '0')}${code}`,
    60: `22${till.batch}000600`,
  });
}

/** The fields of a follower: the original's card and amount, its numbers, and what is told to differ. */
export function followerOf(
  till: WireTerminal,
  name: FollowerName,
  original: Done,
  differing: Fields = {},
): { readonly mti: string; readonly fields: Fields } {
  const [mti, processingCode, condition, type] = SHAPES[name];
  const { fields, answer } = original;
  const names: Readonly<Record<37 | 38 | 61, string>> = {
    37: answer.rrn,
    38: answer.fields[38] ?? '',
    61: `${fields[60]?.slice(2, 8)}${fields[11]}`,
  };
  const { terminalId, merchantId } = till.identity;
  return {
    mti,
    fields: {
      ...(fields[2] === undefined ? { 22: '032' } : { 2: fields[2], 14: fields[14] ?? '', 22: '012' }),
      ...{ 3: processingCode, 4: fields[4] ?? '', 11: till.nextTrace(), 25: condition },
      ...{ 41: terminalId, 42: merchantId, 49: '156', 60: `${type}${till.batch}000600` },
      ...Object.fromEntries(NAMED_BY[name].map((field) => [field, names[field]])),
      // A refund says the day in place of batch and trace.
      ...(name === 'refund' && { 61: `000000000000${answer.fields[13]}` }),
      ...differing,
    },
  };
}

export async function follow(
  till: WireTerminal,
  name: FollowerName,
  original: Done,
  differing: Fields = {},
): Promise<Done> {
  const { mti, fields } = followerOf(till, name, original, differing);
  return send(till, mti, fields);
}

/** What the scripts of a payment came to (0620): F55 as the protocol's result object. */
export function scriptResult(till: WireTerminal, original: Done, chipData: string): Promise<Done> {
  const { 26: _longest, 52: _pin, 53: _control, ...fields } = original.fields;
  return send(till, '0620', {
    ...fields,
    ...{ 11: till.nextTrace(), 37: original.answer.rrn, 55: chipData },
    60: `00${till.batch}951`,
    61: `${original.fields[60]?.slice(2, 8)}${original.fields[11]}`,
  });
}

/** The signature of a payment: its trace and RRN, the slip in F55, the image in F62. */
export function signature(till: WireTerminal, original: Done, image: string): Promise<Done> {
  const { terminalId, merchantId } = till.identity;
  return send(till, '0820', {
    ...{ 4: original.fields[4] ?? '', 11: original.fields[11] ?? '', 37: original.answer.rrn },
    ...{ 41: terminalId, 42: merchantId, 55: 'DF43023031', 62: image, 60: `07${till.batch}800` },
  });
}

export function amount(amountMinor: number): string {
  return String(amountMinor).padStart(12, '0');
}
