// What a customer pays with: a card as the reader or the cashier's keys give it, or a code on a phone.

import { maskDigits } from '@tillgate/iso8583';
import type { Chip } from './chip.js';

export type Entry = 'manual' | 'stripe' | 'contact' | 'contactless';

/** On a receipt: a scanned code is no card. */
export type ReceiptEntry = Entry | 'scan';

/** Clear data: for the PIN pad and for messages. */
export interface Revealed {
  /** Empty where there is none. */
  readonly pan: string;
  /** YYMM, or empty. */
  readonly expiry: string;
  readonly track2?: string | undefined;
  readonly sequence?: string | undefined;
  readonly chipData?: Uint8Array | undefined;
  /** The customer's payment code, for F59. */
  readonly code?: string | undefined;
}

/** Result of the issuer's scripts, first digit of DF31 (EMV Book 4, Annex A5). */
export type ScriptResult = 'not-performed' | 'failed' | 'performed';

/** What both have in common. */
export interface Instrument {
  readonly entry: ReceiptEntry;
  readonly maskedPan: string;
  reveal(): Revealed;
  /** Has the card carry out scripts of an answer (tags 71 and 72). */
  runScripts(scripts: Uint8Array): ScriptResult;
}

/** A presented card. Prints nothing of itself: the content is behind methods, not in properties. */
export class Card implements Instrument {
  readonly entry: Entry;
  readonly #pan: string;
  readonly #expiry: string;
  readonly #track2: string | undefined;
  readonly #sequence: string | undefined;
  readonly #chipData: Uint8Array | undefined;
  readonly #scriptRunner: ((scripts: Uint8Array) => ScriptResult) | undefined;
  readonly #chip: (() => Promise<Chip | undefined>) | undefined;

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
    /** The kernel's way to have the chip carry out scripts; without it they are reported as not performed. */
    readonly scriptRunner?: (scripts: Uint8Array) => ScriptResult;
    /** A chip that makes cryptograms, powered up for one payment; undefined when it does not answer. */
    readonly chip?: () => Promise<Chip | undefined>;
  }) {
    this.entry = data.entry;
    this.#pan = data.pan;
    this.#expiry = data.expiry;
    this.#track2 = data.entry === 'manual' ? undefined : data.track2;
    this.#sequence = isChip(data.entry) ? data.sequence : undefined;
    this.#chipData = isChip(data.entry) ? data.chipData : undefined;
    this.#scriptRunner = data.scriptRunner;
    this.#chip = isChip(data.entry) ? data.chip : undefined;
  }

  get maskedPan(): string {
    return maskDigits(this.#pan);
  }

  reveal(): Revealed {
    return {
      ...{ pan: this.#pan, expiry: this.#expiry, track2: this.#track2 },
      ...{ sequence: this.#sequence, chipData: this.#chipData },
    };
  }

  async powerUp(): Promise<Chip | undefined> {
    return this.#chip?.();
  }

  runScripts(scripts: Uint8Array): ScriptResult {
    return this.#scriptRunner?.(scripts) ?? 'not-performed';
  }
}

/** A customer-presented code; without one, what stands for it in a message that refers to its payment. */
export class ScannedCode implements Instrument {
  readonly entry = 'scan';
  readonly maskedPan = '';
  readonly #code: string | undefined;

  constructor(code: string | undefined) {
    this.#code = code;
  }

  reveal(): Revealed {
    return { pan: '', expiry: '', code: this.#code };
  }

  runScripts(): ScriptResult {
    return 'not-performed';
  }
}

function isChip(entry: Entry): boolean {
  return entry === 'contact' || entry === 'contactless';
}

const entryDigits: Readonly<Record<ReceiptEntry, string>> = {
  manual: '01',
  stripe: '02',
  scan: '03',
  contact: '05',
  contactless: '07',
};

/** F22: how the card was read, and 1 when a PIN was entered, else 2. */
export function entryMode(entry: ReceiptEntry, withPin: boolean): string {
  return entryDigits[entry] + (withPin ? '1' : '2');
}
