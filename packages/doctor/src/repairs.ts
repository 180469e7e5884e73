// Every suspected mistake of a message at a place: one change each, to a row of the table or to some bytes. Only
// fields up to the one that breaks can be at fault.

import { fromHex, type Spec } from '@tillgate/iso8583';
import { lengthRepairs, prefixBytes, rowRepairs } from './field-repairs.js';
import type { MistakeId } from './mistakes-table.js';
import type { Reading } from './reading.js';

export interface Repair {
  readonly mistake: MistakeId;
  /** `mti`, `bitmap`, `message` or a field's number. */
  readonly field: string;
  /** Where the bytes at fault are, in the bytes as given. */
  readonly offset: number;
  readonly spec?: Spec;
  readonly bytes?: Uint8Array;
}

export function repairsOf(reading: Reading, bytes: Uint8Array): readonly Repair[] {
  const at = reading.framing.bytes + reading.front.bytes;
  return [
    ...messageRepairs(reading, bytes, at),
    ...bitRepairs(reading, bytes, at),
    ...fieldRepairs(reading, bytes),
  ];
}

function messageRepairs({ dialect, unpacked }: Reading, bytes: Uint8Array, at: number): Repair[] {
  const { spec } = dialect;
  const { encoding } = spec.bitmap;
  const bitmapAt = at + (spec.mti.encoding === 'bcd' ? 2 : 4);
  const repairs: Repair[] = specsOfTheFront(spec).map(({ mistake, spec: repaired }) => ({
    ...(mistake.startsWith('mti') ? { field: 'mti', offset: at } : { field: 'bitmap', offset: bitmapAt }),
    ...{ mistake, spec: repaired },
  }));
  if (encoding === 'binary') repairs.push(reversedBits(bytes, bitmapAt));
  const stop = unpacked.stoppedBy;
  if (stop?.field === 'message') {
    const whole = bytes.slice(0, stop.offset);
    repairs.push({ mistake: 'message.trailing', field: 'message', offset: stop.offset, bytes: whole });
  }
  return repairs;
}

function reversedBits(bytes: Uint8Array, at: number): Repair {
  const changed = bytes.slice();
  for (let byte = at; byte < Math.min(at + 8, bytes.length); byte += 1) {
    let reversed = 0;
    for (let bit = 0; bit < 8; bit += 1) reversed |= ((bytes[byte]! >> bit) & 1) << (7 - bit);
    changed[byte] = reversed;
  }
  return { mistake: 'bitmap.reversed', field: 'bitmap', offset: at, bytes: changed };
}

/** One bit of the first bitmap set that is clear, or cleared that is set. */
function bitRepairs({ dialect, unpacked }: Reading, bytes: Uint8Array, at: number): Repair[] {
  const { spec } = dialect;
  const bitmap = unpacked.ranges.find((range) => range.field === 'bitmap' && range.part === 'data');
  if (!bitmap) return [];
  const repairs: Repair[] = [];
  for (let bit = 2; bit <= 64; bit += 1) {
    const changed = withBitChanged(spec, bytes, bitmap.start, bit);
    const announced = unpacked.message.has(bit) || isSet(spec, bytes, bitmap.start, bit);
    if (changed === undefined || (!announced && spec.fields[bit] === undefined)) continue;
    const mistake = announced ? 'bitmap.absent' : 'bitmap.unannounced';
    repairs.push({ mistake, field: String(bit), offset: Math.max(at, bitmap.start), bytes: changed });
  }
  return repairs;
}

function nibbleAt(spec: Spec, bytes: Uint8Array, start: number, bit: number): number {
  const index = (bit - 1) >> 2;
  if (spec.bitmap.encoding === 'hex') return Number.parseInt(String.fromCharCode(bytes[start + index]!), 16);
  const byte = bytes[start + (index >> 1)]!;
  return index % 2 === 0 ? byte >> 4 : byte & 15;
}

function isSet(spec: Spec, bytes: Uint8Array, start: number, bit: number): boolean {
  return ((nibbleAt(spec, bytes, start, bit) >> (3 - ((bit - 1) & 3))) & 1) === 1;
}

function withBitChanged(spec: Spec, bytes: Uint8Array, start: number, bit: number): Uint8Array | undefined {
  const nibble = nibbleAt(spec, bytes, start, bit) ^ (1 << (3 - ((bit - 1) & 3)));
  if (Number.isNaN(nibble)) return undefined;
  const changed = bytes.slice();
  const index = (bit - 1) >> 2;
  if (spec.bitmap.encoding === 'hex')
    changed[start + index] = nibble.toString(16).toUpperCase().charCodeAt(0);
  else {
    const byte = changed[start + (index >> 1)]!;
    changed[start + (index >> 1)] = index % 2 === 0 ? (byte & 15) | (nibble << 4) : (byte & 0xf0) | nibble;
  }
  return changed;
}

function fieldRepairs({ dialect, unpacked }: Reading, bytes: Uint8Array): Repair[] {
  const { spec } = dialect;
  return reachedFields({ dialect, unpacked }).flatMap(({ field, offset }) => {
    const row = spec.fields[field];
    if (!row) return [];
    const rows = specsWith(spec, field).map((repaired) => ({ ...repaired, field: String(field), offset }));
    if (row.prefix.digits === 0) return rows;
    const announced = announcedLength(spec, field, bytes, offset);
    const lengths = lengthRepairs(row, announced ?? -1).map(({ mistake, prefix }) => {
      const changed = bytes.slice();
      changed.set(prefix.subarray(0, Math.max(0, changed.length - offset)), offset);
      return { mistake, field: String(field), offset, bytes: changed };
    });
    return [...rows, ...lengths];
  });
}

interface RepairedSpec {
  readonly mistake: MistakeId;
  readonly spec: Spec;
}

const frontSpecs = new WeakMap<Spec, readonly RepairedSpec[]>();

/** The spec with a message type or a bitmap of another form; kept, as those of the fields are. */
function specsOfTheFront(spec: Spec): readonly RepairedSpec[] {
  const known = frontSpecs.get(spec);
  if (known) return known;
  const isHex = spec.bitmap.encoding === 'hex';
  const isPacked = spec.mti.encoding === 'bcd';
  const bitmap = (change: Partial<Spec['bitmap']>): Spec => ({
    ...spec,
    bitmap: { ...spec.bitmap, ...change },
  });
  const specs: RepairedSpec[] = [
    {
      mistake: isHex ? 'bitmap.binary' : 'bitmap.hex',
      spec: bitmap({ encoding: isHex ? 'binary' : 'hex' }),
    },
    {
      mistake: isPacked ? 'mti.ascii' : 'mti.bcd',
      spec: { ...spec, mti: { encoding: isPacked ? 'ascii' : 'bcd' } },
    },
    ...(spec.bitmap.bits === 64 ? [{ mistake: 'bitmap.second', spec: bitmap({ bits: 128 }) } as const] : []),
  ];
  frontSpecs.set(spec, specs);
  return specs;
}

const repairedSpecs = new WeakMap<Spec, Map<number, readonly RepairedSpec[]>>();

/** The spec with each suspected row of a field; kept, since a spec is laid out anew when it is first used. */
function specsWith(spec: Spec, field: number): readonly RepairedSpec[] {
  const known = repairedSpecs.get(spec) ?? new Map<number, readonly RepairedSpec[]>();
  repairedSpecs.set(spec, known);
  const row = spec.fields[field];
  const specs =
    known.get(field) ??
    (row ? rowRepairs(row) : []).map(({ mistake, row: repaired }) => ({
      mistake,
      spec: { ...spec, fields: { ...spec.fields, [field]: repaired } },
    }));
  known.set(field, specs);
  return specs;
}

/** Fields that were read, and the one where the reading stopped, with where each begins. */
function reachedFields({
  unpacked,
}: Pick<Reading, 'dialect' | 'unpacked'>): ReadonlyArray<{ field: number; offset: number }> {
  const reached = unpacked.ranges
    .filter(({ part, field }) => part !== 'pad' && Number(field) > 0)
    .map(({ field, start }) => ({ field: Number(field), offset: start }));
  const first = reached.filter((one, at) => reached.findIndex(({ field }) => field === one.field) === at);
  const stop = Number(unpacked.stoppedBy?.field.split('.')[0]);
  const end = unpacked.ranges.at(-1)?.end;
  if (stop > 0 && end !== undefined) first.push({ field: stop, offset: end });
  return first;
}

/** What the length of a field says, read as its row tells; undefined for bytes that are no length. */
function announcedLength(spec: Spec, field: number, bytes: Uint8Array, offset: number): number | undefined {
  const { prefix } = spec.fields[field]!;
  const own = bytes.subarray(offset, offset + prefixBytes(prefix));
  let length = 0;
  for (const byte of own) {
    if (prefix.encoding === 'binary') length = length * 256 + byte;
    else if (prefix.encoding === 'bcd') length = length * 100 + (byte >> 4) * 10 + (byte & 15);
    else length = length * 10 + (byte & 15);
  }
  return own.length === prefixBytes(prefix) ? length : undefined;
}

/** Bytes that are all hexadecimal characters, as the bytes that they stand for. */
export function fromHexText(bytes: Uint8Array): Uint8Array | undefined {
  if (bytes.length < 40 || bytes.length % 2 !== 0) return undefined;
  const text = String.fromCharCode(...bytes.subarray(0, 8192));
  return /^[0-9A-Fa-f]+$/.test(text) ? fromHex(text.toUpperCase()) : undefined;
}

/** Bytes that became UTF-8 as if each had been a character, brought back; undefined when they did not. */
export function fromUtf8Text(bytes: Uint8Array): Uint8Array | undefined {
  if (!bytes.some((byte) => byte > 0x7f)) return undefined;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const codes = Uint8Array.from(text, (character) => character.charCodeAt(0));
    return [...text].every((character) => character.charCodeAt(0) < 256) ? codes : undefined;
  } catch {
    return undefined;
  }
}
