// The fields of one host command, read from left to right. What does not fit refuses the command.

import { CommandRefusal } from './error-codes.js';

/** Ends the fields: what follows is the client's own and comes back with the answer. */
const TRAILER = 0x19;
const TRAILER_BYTES_MAX = 32;
/** Scheme tags in front of a key in a block: X9.143, and the maker's own form, whose length field is the same. */
const KEY_BLOCK = /^[RS]$/;
const KEY_BLOCK_MAX = 1024;

export class FieldReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  bytes(length: number): Uint8Array {
    if (length < 0 || this.#at + length > this.#bytes.length) throw new CommandRefusal('80');
    this.#at += length;
    return this.#bytes.slice(this.#at - length, this.#at);
  }

  /** Characters of one form, such as `[0-9]{12}`. */
  text(length: number, form: RegExp): string {
    const text = String.fromCharCode(...this.bytes(length));
    if (!form.test(text)) throw new CommandRefusal('15');
    return text;
  }

  digits(length: number): string {
    return this.text(length, /^[0-9]*$/);
  }

  number(length: number): number {
    return Number(this.digits(length));
  }

  /** `length` bytes, written as twice as many characters. */
  hex(length: number): Uint8Array {
    const text = this.text(2 * length, /^[0-9A-Fa-f]*$/);
    return Uint8Array.from({ length }, (_, at) => Number.parseInt(text.slice(2 * at, 2 * at + 2), 16));
  }

  /** A length of `characters` hexadecimal digits. */
  hexLength(characters: number): number {
    return Number.parseInt(this.text(characters, /^[0-9A-Fa-f]+$/), 16);
  }

  /** Digits up to a semicolon. */
  upToSemicolon(lengthMax: number): string {
    let text = '';
    for (let next = this.text(1, /^[0-9;]$/); next !== ';'; next = this.text(1, /^[0-9;]$/)) {
      text += next;
      if (text.length > lengthMax) throw new CommandRefusal('15');
    }
    return text;
  }

  /** A key under the local master key: scheme tag and key block. */
  key(): string {
    this.text(1, KEY_BLOCK);
    const start = this.text(5, /^[A-Z0-9][0-9]{4}$/);
    const length = Number(start.slice(1));
    if (length < 16 || length > KEY_BLOCK_MAX) throw new CommandRefusal('B2');
    return start + this.text(length - start.length, /^[\x20-\x7e]*$/);
  }

  /** The end of the command: an LMK identifier (only 00 is here) and a trailer may follow. Answers the trailer. */
  end(): Uint8Array {
    if (this.#bytes[this.#at] === 0x25 && this.text(3, /^%[0-9]{2}$/) !== '%00')
      throw new CommandRefusal('15');
    const rest = this.#bytes.subarray(this.#at);
    if (rest.length === 0) return rest;
    if (rest[0] !== TRAILER || rest.length > 1 + TRAILER_BYTES_MAX) throw new CommandRefusal('80');
    return rest;
  }
}
