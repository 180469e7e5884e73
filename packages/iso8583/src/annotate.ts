// Every byte of a message with its field, its part and its meaning, masked: for screens that link fields and
// bytes, and for whoever asks why a message breaks. Works on broken messages: what cannot be read says why.

import { announcedBits } from './bitmap.js';
import { layoutOf } from './layout.js';
import type { Message } from './message.js';
import { toHex } from './nibbles.js';
import { padByteOf } from './pad-byte.js';
import { printable } from './printable.js';
import type { ByteRange, Problem } from './problem.js';
import type { FieldName, PartSpec, Spec } from './spec.js';
import { readInside, type Subfield } from './subfields.js';
import { type Unpacked, unpack } from './unpack.js';
import type { Value } from './value-codec.js';

/** What bytes are for. A dialect adds its own in front, such as `tpdu` and `header`. */
export type AnnotationPart =
  | 'mti'
  | 'bitmap'
  | 'tag'
  | 'length'
  | 'data'
  | 'pad'
  | 'unread'
  | 'tpdu'
  | 'header';

export interface Annotation {
  /** In the bytes that were given. */
  readonly offset: number;
  readonly length: number;
  /** `mti`, `bitmap`, a field number, a path such as `55.9F26`, or `message` for bytes after the last field. */
  readonly field: string;
  readonly part: AnnotationPart;
  readonly name: FieldName;
  /** What the bytes say, masked; for bytes that do not fit, what was expected and what was there. */
  readonly text: string;
  /** True when these bytes must not be shown. */
  readonly sensitive: boolean;
  /** What is wrong here, and with the bytes behind it when this part is `unread`. */
  readonly problem?: Problem;
  /** Parts within, in order. Digits of one byte may belong to two of them; a pad nibble shares its byte. */
  readonly inside: readonly Annotation[];
}

const names = {
  mti: { zh: '报文类型', en: 'message type' },
  bitmap: { zh: '位图', en: 'bitmap' },
  message: { zh: '报文', en: 'message' },
  unknown: { zh: '未知', en: 'unknown' },
} satisfies Record<string, FieldName>;

/**
 * The parts of the message from `offset` to the end of the bytes, in order and without gaps. Never throws. A
 * problem for which no bytes are left, such as a field that is missing, is an `unread` part of length 0.
 */
export function annotate(spec: Spec, bytes: Uint8Array, offset = 0): readonly Annotation[] {
  const result = unpack(spec, bytes, offset);
  const parts: Annotation[] = [];
  let end = offset;
  for (const range of result.ranges) {
    if (range.part === 'pad') continue;
    parts.push(rangeAnnotation(spec, bytes, result, range));
    end = range.end;
  }
  if (result.stoppedBy !== undefined) {
    parts.push(...unread(spec, result.stoppedBy, end, Math.max(end, bytes.length)));
  }
  return parts;
}

function rangeAnnotation(
  spec: Spec,
  bytes: Uint8Array,
  { message, problems }: Unpacked,
  { field, part, start, end }: ByteRange,
): Annotation {
  const place = { offset: start, length: end - start, field };
  if (field === 'mti') {
    return { ...place, part: 'mti', name: names.mti, text: message.mti, sensitive: false, inside: [] };
  }
  if (field === 'bitmap') {
    const text = announcedBits(spec.bitmap, bytes, start).join(' ');
    return { ...place, part: 'bitmap', name: names.bitmap, text, sensitive: false, inside: [] };
  }
  const known = spec.fields[Number(field)]!;
  const value = message.value(Number(field));
  if (part === 'length') {
    const text = value === undefined ? '' : String(value.length);
    return { ...place, part, name: known.name, text, sensitive: false, inside: [] };
  }
  const problem = problems.find((one) => one.field === field || one.field.startsWith(`${field}.`));
  const inside = value === undefined ? [] : insideOf(spec, message, Number(field), value, start, end);
  const shown = shownValue(known, value, message, problem);
  return { ...place, part, name: known.name, ...shown, ...(problem && { problem }), inside };
}

/** Text and sensitivity of a value. One that could not be read is hidden when its spec has a mask. */
function shownValue(
  spec: PartSpec | undefined,
  value: Value | undefined,
  message: Message,
  problem: Problem | undefined,
): { readonly text: string; readonly sensitive: boolean } {
  if (value === undefined) {
    return { text: problem === undefined ? '' : problemText(problem), sensitive: spec?.mask !== undefined };
  }
  const hidden = spec?.mask?.(value, message);
  return { text: hidden ?? printable(spec, value), sensitive: hidden !== undefined };
}

function insideOf(
  spec: Spec,
  message: Message,
  field: number,
  value: Value,
  start: number,
  end: number,
): Annotation[] {
  const layout = layoutOf(spec).fields[field]!;
  const { items, problems } = readInside(layout, layout.id, value, start);
  const hidden = layout.spec.mask?.(value, message) !== undefined;
  const inside = items.flatMap((item) => subfieldAnnotations(item, message, problems, hidden));
  const readTo = items.at(-1)?.end ?? start;
  const stop = problems.at(-1);
  if (stop !== undefined && readTo < end) {
    const place = { offset: readTo, length: end - readTo, field: stop.field, part: 'unread' } as const;
    inside.push({ ...place, ...unreadText(layout.spec.name, stop), sensitive: hidden });
  }
  return [...inside, ...padNibble(layout.spec, layout.id, value, start, end)];
}

/** Tag, length and data of one part. A tag that the spec lacks is hidden where the field around it is. */
function subfieldAnnotations(
  item: Subfield,
  message: Message,
  problems: readonly Problem[],
  hidden: boolean,
): Annotation[] {
  const name = item.spec?.name ?? (item.id === 'bitmap' ? names.bitmap : names.unknown);
  const front = { field: item.path, name, sensitive: false, inside: [] };
  const parts: Annotation[] = [];
  if (item.lengthAt > item.start) {
    const length = item.lengthAt - item.start;
    parts.push({ ...front, offset: item.start, length, part: 'tag', text: item.id });
  }
  if (item.dataAt > item.lengthAt) {
    const text = item.value === undefined ? '' : String(item.value.length);
    parts.push({
      ...front,
      offset: item.lengthAt,
      length: item.dataAt - item.lengthAt,
      part: 'length',
      text,
    });
  }
  const problem = problems.find(({ field }) => field === item.path || field.startsWith(`${item.path}.`));
  const shown = shownValue(item.spec, item.value, message, problem);
  const whole = hidden && item.spec === undefined && item.inside.length === 0 && item.id !== 'bitmap';
  const inside = item.inside.flatMap((part) => subfieldAnnotations(part, message, problems, hidden));
  if (item.spec !== undefined && item.value !== undefined) {
    inside.push(...padNibble(item.spec, item.path, item.value, item.dataAt, item.end));
  }
  parts.push({
    ...{ offset: item.dataAt, length: item.end - item.dataAt, field: item.path, name, inside },
    part: item.id === 'bitmap' ? 'bitmap' : 'data',
    ...(whole ? { text: '*'.repeat((item.end - item.dataAt) * 2), sensitive: true } : shown),
    ...(problem && { problem }),
  });
  return parts;
}

function padNibble(spec: PartSpec, field: string, value: Value, start: number, end: number): Annotation[] {
  const pad = padByteOf(spec, value, start, end);
  if (pad === undefined) return [];
  const sensitive = spec.mask !== undefined;
  return [{ offset: pad, length: 1, field, part: 'pad', name: spec.name, text: '', sensitive, inside: [] }];
}

/** What stands behind the last part that could be read: the length of the field that breaks, then the rest. */
function unread(spec: Spec, problem: Problem, start: number, end: number): Annotation[] {
  const { field } = problem;
  const name =
    spec.fields[Number(field)]?.name ??
    (field === 'mti' || field === 'bitmap' ? names[field] : names.message);
  const broken = Math.min(Math.max(problem.offset, start), end);
  const parts: Annotation[] = [];
  if (broken > start && field !== 'message') {
    const place = { offset: start, length: broken - start, field };
    parts.push({ ...place, part: 'length', name, text: '', sensitive: false, inside: [] });
  }
  const from = parts.length > 0 ? broken : start;
  const place = { offset: from, length: end - from, field, part: 'unread' } as const;
  return [...parts, { ...place, ...unreadText(name, problem), sensitive: true }];
}

function unreadText(
  name: FieldName,
  problem: Problem,
): Pick<Annotation, 'name' | 'text' | 'problem' | 'inside'> {
  return { name, text: problemText(problem), problem, inside: [] };
}

function problemText({ expected, got }: Problem): string {
  return `expected ${expected}, got ${got}`;
}

/** The same part in bytes that have `by` more in front. */
export function moveAnnotation(part: Annotation, by: number): Annotation {
  const { problem, inside } = part;
  return {
    ...part,
    offset: part.offset + by,
    ...(problem && { problem: { ...problem, offset: problem.offset + by } }),
    inside: inside.map((one) => moveAnnotation(one, by)),
  };
}

/** Bytes as hexadecimal text with `**` for each that an annotation hides; parts within speak for their own bytes. */
export function annotatedHex(annotations: readonly Annotation[], bytes: Uint8Array): string {
  const hidden = new Uint8Array(bytes.length).fill(1);
  for (const annotation of annotations) paint(annotation, hidden);
  return Array.from(bytes, (_, at) => (hidden[at] === 1 ? '**' : toHex(bytes, at, at + 1))).join(' ');
}

function paint({ offset, length, sensitive, inside }: Annotation, hidden: Uint8Array): void {
  hidden.fill(sensitive ? 1 : 0, offset, offset + length);
  for (const part of inside) if (!part.sensitive) paint(part, hidden);
  for (const part of inside) if (part.sensitive) paint(part, hidden);
}
