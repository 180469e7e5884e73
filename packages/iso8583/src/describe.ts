// A message for people and logs, masked by default: field by field, and as hexadecimal bytes.

import type { Message } from './message.js';
import { toHex } from './nibbles.js';
import { printable } from './printable.js';
import type { ByteRange } from './problem.js';
import type { FieldName, Spec } from './spec.js';

/** One field, ready to print. */
export interface FieldView {
  readonly field: number;
  readonly name: FieldName;
  /** Digits or characters; binary fields as readable text where the spec knows how, else hexadecimal. */
  readonly text: string;
  /** True when `text` hides something. */
  readonly masked: boolean;
}

/** The fields of a message in order, sensitive values masked as the spec says. */
export function describe(spec: Spec, message: Message): FieldView[] {
  return message.fieldNumbers().map((field) => {
    const known = spec.fields[field];
    const value = message.value(field)!;
    const hidden = known === undefined ? '*' : known.mask?.(value, message);
    const text = hidden ?? printable(known, value);
    return { field, name: known?.name ?? { zh: '未知', en: 'unknown' }, text, masked: hidden !== undefined };
  });
}

/**
 * Bytes as hexadecimal text with `**` for each byte of a sensitive field's data. Bytes that belong to no
 * range, the ones after a problem, are hidden too: nobody knows what they hold.
 */
export function maskedHex(
  spec: Spec,
  message: Message,
  bytes: Uint8Array,
  ranges: readonly ByteRange[],
): string {
  const hidden = new Uint8Array(bytes.length).fill(1);
  for (const { field, part, start, end } of ranges) {
    if (part !== 'data' || !isSensitive(spec, message, field)) hidden.fill(0, start, end);
  }
  for (const { field, part, start, end } of ranges) {
    if (part !== 'length' && isSensitive(spec, message, field)) hidden.fill(1, start, end);
  }
  return Array.from(bytes, (_, at) => (hidden[at] === 1 ? '**' : toHex(bytes, at, at + 1))).join(' ');
}

/** A field whose value could not be read is taken as sensitive when its spec has a mask. */
function isSensitive(spec: Spec, message: Message, label: string): boolean {
  const mask = spec.fields[Number(label)]?.mask;
  if (mask === undefined) return false;
  const value = message.value(Number(label));
  return value === undefined || mask(value, message) !== undefined;
}
