// How values are laid into one byte array and read back: what crosses to the worker is a single packed
// array a batch, since a structured clone of many small objects costs several times the work itself.

/** Writes a value to a packed array and reads it back. Both ends are ours, so nothing is versioned. */
export interface Form<T> {
  write(to: PackedWriter, value: T): void;
  read(from: PackedReader): T;
}

const FIRST_CAPACITY = 4096;

export class PackedWriter {
  #bytes: Buffer = Buffer.allocUnsafeSlow(FIRST_CAPACITY);
  #length = 0;

  byte(value: number): void {
    this.#reserve(1);
    this.#length = this.#bytes.writeUInt8(value, this.#length);
  }

  double(value: number): void {
    this.#reserve(8);
    this.#length = this.#bytes.writeDoubleBE(value, this.#length);
  }

  bytes(value: Uint8Array): void {
    this.#reserve(4 + value.length);
    this.#bytes.set(value, this.#length + 4);
    this.#bytes.writeUInt32BE(value.length, this.#length);
    this.#length += 4 + value.length;
  }

  text(value: string): void {
    this.#reserve(4 + 3 * value.length);
    const length = this.#bytes.write(value, this.#length + 4, 'utf8');
    this.#bytes.writeUInt32BE(length, this.#length);
    this.#length += 4 + length;
  }

  get length(): number {
    return this.#length;
  }

  /** Forgets what was written after `length`: a value that could not be packed whole. */
  rewind(length: number): void {
    this.#bytes.fill(0, length, this.#length);
    this.#length = length;
  }

  /** What was written so far, as an array of its own; the writer starts anew with its memory wiped. */
  take(): Uint8Array<ArrayBuffer> {
    const taken = new Uint8Array(this.#length);
    taken.set(this.#bytes.subarray(0, this.#length));
    this.#bytes.fill(0, 0, this.#length);
    this.#length = 0;
    return taken;
  }

  #reserve(more: number): void {
    const needed = this.#length + more;
    if (needed <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, 2 * this.#bytes.length));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes.fill(0);
    this.#bytes = larger;
  }
}

export class PackedReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(packed: Uint8Array) {
    this.#bytes = Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength);
  }

  get atEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  byte(): number {
    return this.#bytes.readUInt8(this.#advance(1));
  }

  double(): number {
    return this.#bytes.readDoubleBE(this.#advance(8));
  }

  /** A copy that is no Buffer: the batch it comes from is wiped after use. */
  bytes(): Uint8Array {
    const length = this.#bytes.readUInt32BE(this.#advance(4));
    const start = this.#advance(length);
    const copy = new Uint8Array(length);
    copy.set(this.#bytes.subarray(start, start + length));
    return copy;
  }

  text(): string {
    const length = this.#bytes.readUInt32BE(this.#advance(4));
    const start = this.#advance(length);
    return this.#bytes.toString('utf8', start, start + length);
  }

  #advance(length: number): number {
    const start = this.#at;
    this.#at += length;
    return start;
  }
}

export const text: Form<string> = { write: (to, value) => to.text(value), read: (from) => from.text() };
export const bytes: Form<Uint8Array> = {
  write: (to, value) => to.bytes(value),
  read: (from) => from.bytes(),
};
export const number: Form<number> = { write: (to, value) => to.double(value), read: (from) => from.double() };
export const flag: Form<boolean> = {
  write: (to, value) => to.byte(value ? 1 : 0),
  read: (from) => from.byte() === 1,
};

/** A value that is always the same takes no room. */
export function always<T>(value: T): Form<T> {
  return { write: () => undefined, read: () => value };
}

/** One of a few words. */
export function word<W extends string>(...words: readonly W[]): Form<W> {
  return {
    write: (to, value) => to.byte(words.indexOf(value)),
    read: (from) => words[from.byte()]!,
  };
}

export function list<T>(item: Form<T>): Form<readonly T[]> {
  return {
    write: (to, values) => {
      to.double(values.length);
      for (const value of values) item.write(to, value);
    },
    read: (from) => Array.from({ length: from.double() }, () => item.read(from)),
  };
}

/** Either of two forms, told apart by a test on the value. */
export function either<A, B>(isA: (value: A | B) => value is A, a: Form<A>, b: Form<B>): Form<A | B> {
  return {
    write: (to, value) => {
      const first = isA(value);
      to.byte(first ? 1 : 0);
      if (first) a.write(to, value);
      else b.write(to, value as B);
    },
    read: (from) => (from.byte() === 1 ? a.read(from) : b.read(from)),
  };
}

/** An object with these fields, in this order. */
export function record<T extends object>(fields: { readonly [K in keyof T]-?: Form<T[K]> }): Form<T> {
  const names = Object.keys(fields) as (keyof T)[];
  return {
    write: (to, value) => {
      for (const name of names) fields[name].write(to, value[name]);
    },
    read: (from) => {
      const value: Partial<T> = {};
      for (const name of names) value[name] = fields[name].read(from);
      return value as T;
    },
  };
}
