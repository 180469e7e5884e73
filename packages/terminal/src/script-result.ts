// The notice of what became of the issuer's scripts (0620): when an approval brought some (F55 tags 71, 72), the
// card has carried them out or not, and the issuer has to know.

import { readTlv, writeTlv } from '@tillgate/emv';
import { type Message, toHex } from '@tillgate/iso8583';
import { formatF60, formatF61 } from '@tillgate/pos-protocol';
import type { ScriptResult } from './card.js';
import type { TerminalCore } from './core.js';
import type { PaymentRequest } from './requests.js';
import { type TerminalState, traceAfter, traceDigits } from './state.js';
import { storedFields } from './stored-message.js';

const SCRIPT_TEMPLATES: readonly string[] = ['71', '72'];
const SCRIPT_IDENTIFIER = '9F18';
/** Tag of the issuer script results (EMV Book 4, Annex A5 for the value). */
const SCRIPT_RESULTS = 'DF31';
const RESULT_BYTES: Readonly<Record<ScriptResult, number>> = {
  'not-performed': 0x00,
  failed: 0x10,
  performed: 0x20,
};
/** Of the request, repeated in the notice. */
const REPEATED_OBJECTS: readonly string[] = ['9F26', '9F36', '95'];
const REPEATED_FIELDS: readonly number[] = [2, 3, 4, 14, 22, 23, 25, 41, 42, 49];

/** The queue with the notice, and the trace that it takes; nothing when the answer brought no scripts. */
export function scriptResultOf(
  core: TerminalCore,
  { instrument }: PaymentRequest,
  message: Message,
  answer: Message,
): Partial<TerminalState> {
  const received = readTlv(answer.bytes(55) ?? new Uint8Array(0)).items;
  const scripts = received.filter(({ tag }) => SCRIPT_TEMPLATES.includes(tag));
  if (scripts.length === 0) return {};
  const result = instrument.runScripts(writeTlv(scripts.map(({ tag, value }) => [tag, value])));
  const { batch, advices, nextTrace } = core.state;
  const trace = traceDigits(nextTrace);
  const stored = storedFields(message, instrument);
  const repeated = Object.entries(stored).filter(([field]) => REPEATED_FIELDS.includes(Number(field)));
  const original = { batch, trace: message.text(11)!, date: core.localTime().mmdd };
  const rrn = answer.text(37);
  const fields = {
    ...Object.fromEntries(repeated),
    ...(rrn !== undefined && { 37: rrn }),
    ...{ 11: trace, 60: formatF60({ type: '00', batch, networkCode: '951' }), 61: formatF61(original) },
  };
  const asked = readTlv(message.bytes(55) ?? new Uint8Array(0)).items;
  const chipData = writeTlv([
    ...asked
      .filter(({ tag }) => REPEATED_OBJECTS.includes(tag))
      .map(({ tag, value }) => [tag, value] as const),
    ...scripts.map(({ children }) => [SCRIPT_RESULTS, resultValue(children, result)] as const),
  ]);
  const advice = {
    ...({ kind: 'script-result', trace, fields, chipData: toHex(chipData), attempts: 0 } as const),
    ...{ voucher: undefined, changes: undefined },
  };
  return { advices: [...advices, advice], nextTrace: traceAfter(nextTrace) };
}

/** One byte of result, then the identifier of the script, zeros where it has none. */
function resultValue(children: ReturnType<typeof readTlv>['items'], result: ScriptResult): Uint8Array {
  const value = new Uint8Array(5);
  value[0] = RESULT_BYTES[result];
  const identifier = children.find(({ tag }) => tag === SCRIPT_IDENTIFIER)?.value;
  if (identifier?.length === 4) value.set(identifier, 1);
  return value;
}
