// A card as the reader or the cashier's keys give it to the terminal.

import { maskDigits } from '@tillgate/iso8583';

export type Entry = 'manual' | 'stripe' | 'contact' | 'contactless';

/** A presented card. Prints nothing of itself: the content is behind methods, not in properties. */
export class Card {
  readonly entry: Entry;
  readonly #pan: string;
  readonly #expiry: string;
  readonly #track2: string | undefined;
  readonly #sequence: string | undefined;
  readonly #chipData: Uint8Array | undefined;

  constructor(data: {
    readonly entry: Entry;
    /** 13 to 19 digits. */
    readonly pan: string;
    /** YYMM. */
    readonly expiry: string;
    /** Digits with the separator D; absent for manual entry. */
    readonly track2?: string;
    /** Three digits, from a chip. */
    readonly sequence?: string;
    /** F55 of the request, from a chip and the kernel that talked to it. */
    readonly chipData?: Uint8Array;
  }) {
    this.entry = data.entry;
    this.#pan = data.pan;
    this.#expiry = data.expiry;
    this.#track2 = data.entry === 'manual' ? undefined : data.track2;
    this.#sequence = isChip(data.entry) ? data.sequence : undefined;
    this.#chipData = isChip(data.entry) ? data.chipData : undefined;
  }

  get maskedPan(): string {
    return maskDigits(this.#pan);
  }

  get isChip(): boolean {
    return isChip(this.entry);
  }

  /** Clear data: for the PIN pad and for messages. */
  reveal(): {
    readonly pan: string;
    readonly expiry: string;
    readonly track2: string | undefined;
    readonly sequence: string | undefined;
    readonly chipData: Uint8Array | undefined;
  } {
    return {
      ...{ pan: this.#pan, expiry: this.#expiry, track2: this.#track2 },
      ...{ sequence: this.#sequence, chipData: this.#chipData },
    };
  }
}

function isChip(entry: Entry): boolean {
  return entry === 'contact' || entry === 'contactless';
}

const entryDigits: Readonly<Record<Entry, string>> = {
  manual: '01',
  stripe: '02',
  contact: '05',
  contactless: '07',
};

/** F22: how the card was read, and 1 when a PIN was entered, else 2. */
export function entryMode(entry: Entry, withPin: boolean): string {
  return entryDigits[entry] + (withPin ? '1' : '2');
}
