// Every byte of what was given, as a place says it is to be read: the length, what stands in front, the message.

import { type Annotation, annotate, moveAnnotation, toHex } from '@tillgate/iso8583';
import { annotateBody } from '@tillgate/pos-protocol';
import type { Place } from './reading.js';

/** In order and without gaps; offsets count in the bytes as given. */
export function annotatePlace({ framing, front, dialect }: Place, bytes: Uint8Array): readonly Annotation[] {
  const parts: Annotation[] = [];
  if (framing.bytes > 0) {
    const text = toHex(bytes, 0, framing.bytes);
    const place = { offset: 0, length: framing.bytes, field: 'length', part: 'length' } as const;
    parts.push({ ...place, name: framing.name, text, sensitive: false, inside: [] });
  }
  if (dialect.hasFront && front.id === 'tpdu-header') {
    const body = annotateBody(bytes.subarray(framing.bytes));
    return [...parts, ...body.map((part) => moveAnnotation(part, framing.bytes))];
  }
  if (front.bytes > 0) {
    const end = framing.bytes + front.bytes;
    const place = { offset: framing.bytes, length: front.bytes, field: 'header', part: 'header' } as const;
    const text = toHex(bytes, framing.bytes, end);
    parts.push({ ...place, name: front.name, text, sensitive: false, inside: [] });
  }
  return [...parts, ...annotate(dialect.spec, bytes, framing.bytes + front.bytes)];
}
