// What one operation of a vector file is: a function from the case's named inputs to named results.

import { hexToBytes } from '../bytes.js';

export type VectorValue = string | number | boolean | null | readonly string[];
export type VectorResult = Readonly<Record<string, VectorValue>>;
export type VectorOperation = (input: VectorInput) => VectorResult;
export type VectorOperations = Readonly<Record<string, VectorOperation>>;

/** The inputs of one case, each read as the type that the operation needs. */
export class VectorInput {
  readonly #fields: Readonly<Record<string, unknown>>;

  constructor(fields: Readonly<Record<string, unknown>>) {
    this.#fields = fields;
  }

  has(name: string): boolean {
    return this.#fields[name] !== undefined;
  }

  text(name: string): string {
    const value = this.#fields[name];
    if (typeof value !== 'string') throw new TypeError(`the case has no text '${name}'`);
    return value;
  }

  number(name: string): number {
    const value = this.#fields[name];
    if (typeof value !== 'number') throw new TypeError(`the case has no number '${name}'`);
    return value;
  }

  texts(name: string): readonly string[] {
    const value = this.#fields[name];
    if (!Array.isArray(value) || !value.every((item) => typeof item === 'string')) {
      throw new TypeError(`the case has no list of texts '${name}'`);
    }
    return value;
  }

  /** @throws CryptoFault TG_NOT_HEX */
  hex(name: string): Uint8Array {
    return hexToBytes(this.text(name));
  }
}
