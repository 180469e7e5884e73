// Messages out of a byte stream, whatever the length header. Pure: whoever owns the socket pushes what arrived
// and gets whole messages back. Memory grows with the bytes that came, never with a length that was announced.

import { headerBytes, type LengthHeader, readLengthHeader } from './length-header.js';

const FIRST_BYTES = 256;

export class FrameReader {
  readonly #header: LengthHeader;
  readonly #limitBytes: number;
  readonly #leastBytes: number;
  /** Header and message of the frame under way; longer than what it holds. */
  #buffer: Uint8Array;
  #filled = 0;
  /** Bytes of the whole frame, once the header has been read. */
  #wanted: number | undefined;
  #broken: string | undefined;

  /** A message that is longer than `limitBytes`, or shorter than `leastBytes`, breaks the stream. */
  constructor(header: LengthHeader, limitBytes: number, leastBytes = 0) {
    this.#header = header;
    this.#limitBytes = limitBytes;
    this.#leastBytes = leastBytes;
    this.#buffer = new Uint8Array(headerBytes(header));
  }

  /** Bytes of an unfinished frame: above zero while one is under way. */
  get pendingBytes(): number {
    return this.#filled;
  }

  /** Why the stream cannot be read on; undefined while all is well. Then the connection must be closed. */
  get broken(): string | undefined {
    return this.#broken;
  }

  /** Takes what arrived, however it was cut; answers the messages that are complete now. */
  push(chunk: Uint8Array): Uint8Array[] {
    const messages: Uint8Array[] = [];
    let at = 0;
    while (this.#broken === undefined) {
      const goal = this.#wanted ?? headerBytes(this.#header);
      const part = chunk.subarray(at, at + goal - this.#filled);
      this.#take(part, goal);
      at += part.length;
      if (this.#filled < goal) break;
      if (this.#wanted === undefined) this.#readHeader();
      else messages.push(this.#finish());
    }
    return messages;
  }

  #take(part: Uint8Array, goal: number): void {
    const needed = this.#filled + part.length;
    if (needed > this.#buffer.length) {
      const larger = new Uint8Array(Math.min(goal, Math.max(needed, this.#buffer.length * 2, FIRST_BYTES)));
      larger.set(this.#buffer.subarray(0, this.#filled));
      this.#buffer = larger;
    }
    this.#buffer.set(part, this.#filled);
    this.#filled = needed;
  }

  #readHeader(): void {
    const length = readLengthHeader(this.#header, this.#buffer);
    if (length === undefined) this.#broken = 'a length header that is none';
    else if (length > this.#limitBytes || length < this.#leastBytes) {
      this.#broken = `a message of ${length} bytes, allowed ${this.#leastBytes} to ${this.#limitBytes}`;
    } else this.#wanted = headerBytes(this.#header) + length;
  }

  #finish(): Uint8Array {
    const message = this.#buffer.slice(headerBytes(this.#header), this.#wanted);
    this.#buffer = new Uint8Array(headerBytes(this.#header));
    this.#filled = 0;
    this.#wanted = undefined;
    return message;
  }
}
