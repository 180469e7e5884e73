// Messages on a byte stream: two bytes of length, big endian, not counting themselves, then the body. Pure:
// whoever owns the socket pushes what arrived and gets whole bodies back.

/** MTI 2, bitmap 8: nothing shorter can be a message, with TPDU and header or without. */
const BODY_BYTES_MIN = 10;
export const BODY_BYTES_MAX = 4096;

const LENGTH_BYTES = 2;

export class FrameReader {
  readonly #limitBytes: number;
  #length = 0;
  #lengthBytesRead = 0;
  #body: Uint8Array | undefined;
  #filled = 0;
  #broken: string | undefined;

  constructor(limitBytes: number = BODY_BYTES_MAX) {
    this.#limitBytes = limitBytes;
  }

  /** Bytes of an unfinished frame: above zero while one is under way. */
  get pendingBytes(): number {
    return this.#lengthBytesRead + this.#filled;
  }

  /** Why the stream cannot be read on; undefined while all is well. Then the connection must be closed. */
  get broken(): string | undefined {
    return this.#broken;
  }

  /** Takes what arrived, however it was cut; answers the bodies that are complete now. */
  push(chunk: Uint8Array): Uint8Array[] {
    const bodies: Uint8Array[] = [];
    let at = 0;
    while (at < chunk.length && this.#broken === undefined) {
      if (this.#body === undefined) {
        this.#takeLengthByte(chunk[at]!);
        at += 1;
        continue;
      }
      const part = chunk.subarray(at, at + this.#body.length - this.#filled);
      this.#body.set(part, this.#filled);
      this.#filled += part.length;
      at += part.length;
      if (this.#filled === this.#body.length) bodies.push(this.#finish(this.#body));
    }
    return bodies;
  }

  #takeLengthByte(byte: number): void {
    this.#length = this.#length * 256 + byte;
    this.#lengthBytesRead += 1;
    if (this.#lengthBytesRead < LENGTH_BYTES) return;
    if (this.#length < BODY_BYTES_MIN || this.#length > this.#limitBytes) {
      this.#broken = `frame of ${this.#length} bytes, allowed ${BODY_BYTES_MIN} to ${this.#limitBytes}`;
      return;
    }
    this.#body = new Uint8Array(this.#length);
  }

  #finish(body: Uint8Array): Uint8Array {
    this.#body = undefined;
    this.#length = 0;
    this.#lengthBytesRead = 0;
    this.#filled = 0;
    return body;
  }
}

/** The body with its length in front. Throws a RangeError for a body that two bytes cannot count. */
export function frame(body: Uint8Array): Uint8Array {
  if (body.length > 0xffff) throw new RangeError(`a body of ${body.length} bytes does not fit a frame`);
  const bytes = new Uint8Array(LENGTH_BYTES + body.length);
  bytes[0] = body.length >> 8;
  bytes[1] = body.length & 255;
  bytes.set(body, LENGTH_BYTES);
  return bytes;
}
