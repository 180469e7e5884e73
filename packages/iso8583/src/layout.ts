// A spec made ready for work once: its fields in an array by number, each with its codec.

import { FIELD_MAX } from './message.js';
import { prefixBytesOf } from './prefix.js';
import type { FieldSpec, Prefix, Spec } from './spec.js';
import { type ValueCodec, valueCodec } from './value-codec.js';

export const BITMAP_BYTES: number = FIELD_MAX / 8;

export interface FieldLayout {
  /** The field number as problems name it. */
  readonly label: string;
  readonly spec: FieldSpec;
  readonly prefix: Prefix;
  readonly prefixBytes: number;
  readonly length: number;
  readonly codec: ValueCodec;
}

export interface Layout {
  readonly mtiBytes: number;
  readonly fields: readonly (FieldLayout | undefined)[];
}

const layouts: WeakMap<Spec, Layout> = new WeakMap();

export function layoutOf(spec: Spec): Layout {
  let layout = layouts.get(spec);
  if (layout === undefined) {
    layout = makeLayout(spec);
    layouts.set(spec, layout);
  }
  return layout;
}

function makeLayout(spec: Spec): Layout {
  const fields: (FieldLayout | undefined)[] = new Array(FIELD_MAX + 1).fill(undefined);
  for (let number = 2; number <= FIELD_MAX; number += 1) {
    const field = spec.fields[number];
    if (field === undefined) continue;
    const { prefix } = field;
    fields[number] = {
      label: String(number),
      spec: field,
      prefix,
      prefixBytes: prefixBytesOf(prefix),
      length: field.length,
      codec: valueCodec(field),
    };
  }
  return { mtiBytes: spec.mti.encoding === 'bcd' ? 2 : 4, fields };
}
