// The timing and the two messages of one request as they are kept for the console: masked before anything is
// written, and as small as they can be, since there is one for every request. Names of fields and steps are
// not kept but looked up again when somebody reads.

import { describe, toHex } from '@tillgate/iso8583';
import { type BodyLayout, cupPos, parseBody } from '@tillgate/pos-protocol';
import { type Lane, type StepName, stepWords, type Timeline } from '../kernel/timeline.js';
import type { TraceRow } from '../store/index.js';

/** Field, start, start of data, end, 1 when sensitive, masked value. */
type KeptField = readonly [
  field: string,
  start: number,
  data: number,
  end: number,
  sensitive: 0 | 1,
  value: string,
];

interface KeptMessage {
  readonly mti: string;
  /** Two characters a byte: hex digits, or `**`. */
  readonly hex: string;
  readonly fields: readonly KeptField[];
}

/**
 * Station, what, milliseconds with their decimals, milliseconds since 1970 UTC. Whole microseconds would now and then
 * be the four digits of a PIN right behind the word `pin`, and nobody who scans for PINs could tell them apart.
 */
type KeptStep = readonly [station: Lane, what: string, ms: number, at: number];

export interface KeptTrace {
  readonly steps: readonly KeptStep[];
  readonly messages: { readonly request: KeptMessage | null; readonly answer: KeptMessage | null };
}

/** @param layouts what may stand in front of the messages; the standard one unless told */
export function keepTrace(
  rrn: string,
  timeline: Timeline,
  request: Uint8Array,
  answer: Uint8Array,
  layouts?: readonly BodyLayout[],
): TraceRow {
  const kept: KeptTrace = {
    steps: timeline.steps.map(({ station, what, micros, at }) => [station, what, micros / 1000, at]),
    messages: { request: keepMessage(request, layouts), answer: keepMessage(answer, layouts) },
  };
  return { rrn, ...kept };
}

function keepMessage(body: Uint8Array, layouts?: readonly BodyLayout[]): KeptMessage | null {
  const { envelope, ranges } = parseBody(body, layouts);
  if (!envelope) return null;
  const { message } = envelope;
  const clear = toHex(body);
  const views = new Map(describe(cupPos, message).map((view) => [String(view.field), view]));
  const fields: KeptField[] = [];
  let hex = '';
  for (const { field, part, start, end } of ranges) {
    if (part === 'pad') continue; // lies within the data
    const view = views.get(field);
    // A value that could not be read may be anything: its field's mask decides.
    const masked = view ? view.masked : cupPos.fields[Number(field)]?.mask !== undefined;
    const bytes = clear.slice(start * 2, end * 2);
    hex += masked && part === 'data' ? '*'.repeat(bytes.length) : bytes;
    const value = view?.text ?? (masked ? '' : bytes);
    const length = part === 'data' && fields.at(-1)?.[0] === field ? fields.pop() : undefined;
    fields.push([field, length?.[1] ?? start, start, end, masked ? 1 : 0, value]);
  }
  // What was not read belongs to no field: nobody knows what it holds.
  return { mti: message.mti, hex: hex.padEnd(clear.length, '*'), fields };
}

const FRONT_NAMES: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = {
  tpdu: { zh: 'TPDU', en: 'TPDU' },
  header: { zh: '报文头', en: 'header' },
  mti: { zh: '消息类型', en: 'message type' },
  bitmap: { zh: '位图', en: 'bitmap' },
};

/** The kept steps with their words. */
export function readSteps(steps: KeptTrace['steps']) {
  return steps.map(([station, what, ms, at]) => {
    const { message, zh, en } = stepWords(what as StepName);
    return { at, station, what, words: { zh, en }, micros: Math.round(ms * 1000), message };
  });
}

/** A kept message with the names of its fields. */
export function readMessage(kept: KeptMessage | null) {
  if (!kept) return null;
  return {
    mti: kept.mti,
    hex: kept.hex,
    fields: kept.fields.map(([field, start, data, end, sensitive, value]) => ({
      field,
      name: FRONT_NAMES[field] ?? cupPos.fields[Number(field)]?.name ?? { zh: '', en: '' },
      value,
      start,
      data,
      end,
      sensitive: sensitive === 1,
    })),
  };
}
