// A place where a secret was kept. Holds no part of the secret that may not be shown.

export interface Finding {
  /** Bytes from the beginning of the file, of the table's rows, or of what was packed. */
  readonly offset: number;
  /** `PAN`, `track`, `PIN`, `CVV`, `PIN block`, `key`. */
  readonly kind: string;
  /** How it was written there. */
  readonly form: string;
  /** Masked. */
  readonly value: string;
  /** Which canary: its place in the file of canaries; undefined for a card number that nobody declared. */
  readonly canary: string | undefined;
}
