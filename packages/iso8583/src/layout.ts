// A spec made ready for work once: its fields in an array by number, each with its codec, its parts in maps.
// Lengths that a prefix cannot say are cut down to what it can, so that no spec makes the codec write nonsense.

import { prefixBytesOf, prefixMaximum } from './prefix.js';
import {
  type BitmapSpec,
  type Fill,
  fixed,
  type PartSpec,
  type Prefix,
  type Spec,
  type Subfields,
} from './spec.js';
import { ValueCodec } from './value-codec.js';

/**
 * A field, or a part of one. A class and not a literal: engines give every instance one shape, which the loops that
 * read and write fields live on.
 */
export class FieldLayout {
  /** Field number, position, tag or bit. */
  readonly id: string;
  readonly spec: PartSpec;
  readonly prefix: Prefix;
  readonly prefixBytes: number;
  readonly length: number;
  /** Bytes of data at that length: all that a fixed field ever has. */
  readonly bytes: number;
  readonly codec: ValueCodec;
  readonly fill: Fill | undefined;
  readonly inner: InnerLayout | undefined;

  constructor(id: string, field: PartSpec, ofText: boolean) {
    const spec: PartSpec = ofText ? { ...field, encoding: 'ascii' } : field;
    const prefix = lengthForm(field.prefix, ofText);
    const codec = new ValueCodec(spec);
    const length = Number.isInteger(field.length) && field.length > 0 ? field.length : 0;
    this.id = id;
    this.spec = spec;
    this.prefix = prefix;
    this.prefixBytes = prefixBytesOf(prefix);
    this.length = prefix.digits === 0 ? length : Math.min(length, prefixMaximum(prefix));
    this.bytes = codec.bytesFor(this.length);
    this.codec = codec;
    this.fill = spec.fill;
    this.inner = spec.subfields && innerLayout(spec.subfields, codec.unit !== 'bytes');
  }
}

/** What a field is made of. */
export interface InnerLayout {
  readonly spec: Subfields;
  /** The length form of tagged parts. */
  readonly prefix: Prefix;
  /** By id, positions and bits in ascending order. */
  readonly parts: ReadonlyMap<string, FieldLayout>;
  /** Whether the parts are cut from a text. */
  readonly ofText: boolean;
}

export interface Layout {
  readonly mtiBytes: number;
  readonly bitmap: BitmapSpec;
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
  const { bits } = spec.bitmap;
  const fields: (FieldLayout | undefined)[] = new Array(bits + 1).fill(undefined);
  for (let number = 2; number <= bits; number += 1) {
    const field = spec.fields[number];
    if (field !== undefined && !announcesNext(number, spec.bitmap)) {
      fields[number] = new FieldLayout(String(number), field, false);
    }
  }
  return { mtiBytes: spec.mti.encoding === 'bcd' ? 2 : 4, bitmap: spec.bitmap, fields };
}

/** Whether a bit says that another 64 bits follow. */
export function announcesNext(number: number, { bits }: BitmapSpec): boolean {
  return number === 1 ? bits > 64 : number === 65 && bits > 128;
}

/** Inside a text, lengths are characters of it too. */
function lengthForm(prefix: Prefix = fixed, ofText: boolean): Prefix {
  return ofText ? { digits: prefix.digits, encoding: 'ascii' } : prefix;
}

function innerLayout(spec: Subfields, ofText: boolean): InnerLayout {
  const parts = Object.entries(spec.parts).map(
    ([id, part]) => [id, new FieldLayout(id, part, ofText)] as const,
  );
  const prefix = lengthForm(spec.form === 'tagged' ? spec.prefix : fixed, ofText);
  return { spec, prefix, parts: new Map(parts), ofText };
}
