// Card data and secrets are types of their own that print masked, so that no log line, JSON answer or
// error message can carry them by accident (PCI DSS 3.3.1, 3.4.1). Only `reveal()` gives the content.

import { inspect } from 'node:util';

/** A primary account number, 13 to 19 ASCII digits. Prints as first 6 and last 4 (PCI DSS 3.4.1). */
export class Pan {
  readonly #digits: string;

  private constructor(digits: string) {
    this.#digits = digits;
  }

  /** The PAN, or undefined when the text is not 13 to 19 ASCII digits (ISO/IEC 7812-1). */
  static parse(digits: string): Pan | undefined {
    return /^[0-9]{13,19}$/.test(digits) ? new Pan(digits) : undefined;
  }

  /** Clear digits: for the HSM room and the codec only. */
  reveal(): string {
    return this.#digits;
  }

  get first6(): string {
    return this.#digits.slice(0, 6);
  }

  get last4(): string {
    return this.#digits.slice(-4);
  }

  get masked(): string {
    return `${this.first6}${'*'.repeat(this.#digits.length - 10)}${this.last4}`;
  }

  toString(): string {
    return this.masked;
  }

  toJSON(): string {
    return this.masked;
  }

  static {
    printsAsText(Pan.prototype);
  }
}

/** Bytes that must never be printed: a PIN block, a track, a clear key. */
export class SecretBytes {
  readonly #bytes: Uint8Array;
  readonly #what: string;

  constructor(what: string, bytes: Uint8Array) {
    this.#what = what;
    this.#bytes = bytes;
  }

  reveal(): Uint8Array {
    return this.#bytes;
  }

  /** Overwrites the content. Copies that others made are theirs to wipe. */
  wipe(): void {
    this.#bytes.fill(0);
  }

  toString(): string {
    return `${this.#what}(${this.#bytes.length} bytes)`;
  }

  toJSON(): string {
    return this.toString();
  }

  static {
    printsAsText(SecretBytes.prototype);
  }
}

/** `console.log` and loggers that inspect an object print its masked text instead of its fields. */
function printsAsText(prototype: object): void {
  Object.defineProperty(prototype, inspect.custom, {
    value(this: object): string {
      return String(this);
    },
  });
}
