// Values by path, such as `55.9F26` or `60.2`: the parts of fields that have some, read from and written into
// the field's value. A path without a dot is the field itself.

import { type FieldLayout, type InnerLayout, layoutOf } from './layout.js';
import type { Message } from './message.js';
import { type SubfieldValues, valueOfParts } from './pack-subfields.js';
import { PackFault } from './problem.js';
import type { Spec } from './spec.js';
import { readInside, type Subfield } from './subfields.js';
import type { Value } from './value-codec.js';

/** Undefined when the field or the part is absent, or cannot be read. The first of tags that repeat. */
export function valueAt(spec: Spec, message: Message, path: string): Value | undefined {
  const [field, ...ids] = path.split('.');
  const value = message.value(Number(field));
  if (ids.length === 0 || value === undefined) return value;
  let found: Subfield | undefined;
  let items = subfieldsOf(spec, message, Number(field));
  for (const id of ids) {
    found = items.find((item) => item.id === id);
    items = found?.inside ?? [];
  }
  return found?.value;
}

/** Digits or characters at a path; undefined for bytes. */
export function textAt(spec: Spec, message: Message, path: string): string | undefined {
  const value = valueAt(spec, message, path);
  return typeof value === 'string' ? value : undefined;
}

/** Bytes at a path; undefined for text. */
export function bytesAt(spec: Spec, message: Message, path: string): Uint8Array | undefined {
  const value = valueAt(spec, message, path);
  return typeof value === 'string' ? undefined : value;
}

/** The parts of a field that has some, in order; what cannot be read is left out. */
export function subfieldsOf(spec: Spec, message: Message, field: number): readonly Subfield[] {
  const layout = layoutOf(spec).fields[field];
  const value = message.value(field);
  if (layout === undefined || value === undefined) return [];
  return readInside(layout, layout.id, value, 0).items;
}

/** Sets a part and leaves the others. Throws a PackFault when the path or what is there does not fit the spec. */
export function setAt(spec: Spec, message: Message, path: string, value: Value): void {
  const [field = '', ...ids] = path.split('.');
  const number = Number(field);
  if (ids.length === 0) {
    message.set(number, value);
    return;
  }
  const layout = layoutOf(spec).fields[number];
  if (layout?.inner === undefined) throw new PackFault(field, 'a field with subfields', 'one without');
  const present = message.value(number);
  const { items, problems } =
    present === undefined ? { items: [], problems: [] } : readInside(layout, field, present, 0);
  if (problems.length > 0) throw new PackFault(field, 'parts that can be read', 'others');
  message.set(number, valueOfParts(layout.inner, field, withPart(layout.inner, items, ids, value, field)));
}

function withPart(
  inner: InnerLayout,
  items: readonly Subfield[],
  [id = '', ...rest]: readonly string[],
  value: Value,
  path: string,
): SubfieldValues {
  const old = items.find((item) => item.id === id);
  const part: FieldLayout | undefined = inner.parts.get(id);
  // Templates of BER-TLV hold the same tags as the field itself, unless the spec says otherwise.
  const deeper = part?.inner ?? (inner.spec.form === 'ber-tlv' ? inner : undefined);
  if (rest.length > 0 && deeper === undefined) {
    throw new PackFault(`${path}.${id}`, 'a part with subfields', 'one without');
  }
  const next = rest.length === 0 ? value : withPart(deeper!, old?.inside ?? [], rest, value, `${path}.${id}`);
  const others = items.filter((item) => item.id !== 'bitmap');
  if (old === undefined) return [...others.map(entry), [id, next]];
  return others.map((item) => (item === old ? [id, next] : entry(item)));
}

function entry({ id, value }: Subfield): readonly [string, Value] {
  return [id, value!];
}
