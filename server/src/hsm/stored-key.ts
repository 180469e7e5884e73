// A key as the rest of the host has it.

/** An ANSI X9.143 version D key block under the local master key, ASCII. */
export type KeyBlock = string;

export interface WrappedKey {
  readonly block: KeyBlock;
  /** Key check value: 6 upper-case hexadecimal digits. */
  readonly kcv: string;
}
