// An ISO 8583 message: an MTI and values by field number. It knows no dialect; packing checks it against one.

/** The highest field number that three bitmaps can announce. */
const FIELD_MAX = 192;
const PRIMARY_FIELDS = 64;

type Slots = (string | Uint8Array | undefined)[];

/** The values of a message by field number, for this package's own loops; not for callers of it. */
export let slotsOf: (message: Message) => Slots;

/** Values print nowhere by accident: they are private, so loggers and JSON see the MTI only. */
export class Message {
  /** Four digits; empty when it could not be read. */
  readonly mti: string;
  /** Slots up to field 64; longer once a field above is set. */
  readonly #values: Slots = new Array(PRIMARY_FIELDS + 1);

  static {
    slotsOf = (message) => message.#values;
  }

  constructor(mti: string) {
    this.mti = mti;
  }

  has(field: number): boolean {
    return this.#values[field] !== undefined;
  }

  /** Digits or characters of a text field; undefined when absent or binary. */
  text(field: number): string | undefined {
    const value = this.#values[field];
    return typeof value === 'string' ? value : undefined;
  }

  /** Bytes of a binary field; undefined when absent or text. */
  bytes(field: number): Uint8Array | undefined {
    const value = this.#values[field];
    return typeof value === 'string' ? undefined : value;
  }

  value(field: number): string | Uint8Array | undefined {
    return this.#values[field];
  }

  /** Throws a RangeError for a number outside 2 to 192: fields 0 and 1 are the MTI and the bitmap. */
  set(field: number, value: string | Uint8Array): this {
    if (!(Number.isInteger(field) && field >= 2 && field <= FIELD_MAX)) {
      throw new RangeError(`no field ${field}: fields are numbered 2 to ${FIELD_MAX}`);
    }
    this.#values[field] = value;
    return this;
  }

  delete(field: number): this {
    if (this.has(field)) this.#values[field] = undefined;
    return this;
  }

  /** In ascending order, as on the wire. */
  fieldNumbers(): number[] {
    const numbers: number[] = [];
    for (let field = 2; field < this.#values.length; field += 1) {
      if (this.#values[field] !== undefined) numbers.push(field);
    }
    return numbers;
  }

  /** A copy, byte arrays included; under another MTI when one is given. */
  clone(mti: string = this.mti): Message {
    const copy = new Message(mti);
    for (const field of this.fieldNumbers()) {
      const value = this.#values[field]!;
      copy.#values[field] = typeof value === 'string' ? value : value.slice();
    }
    return copy;
  }
}
