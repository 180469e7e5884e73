// A value that must be nowhere: what kind of secret it is, how it may look, and how it is shown to people.
// A canary prints masked, like every sensitive value of this house (PCI DSS 3.3.1, 3.4.1).

import { inspect } from 'node:util';
import { maskDigits } from '@tillgate/iso8583';

export const CANARY_KINDS = ['pan', 'track', 'pin', 'cvv', 'pin-block', 'key'] as const;
export type CanaryKind = (typeof CANARY_KINDS)[number];

const WORDS: Readonly<Record<CanaryKind, string>> = {
  pan: 'PAN',
  track: 'track',
  pin: 'PIN',
  cvv: 'CVV',
  'pin-block': 'PIN block',
  key: 'key',
};

/** The longest PIN that is looked for only beside a word that tells what it is; all longer ones, everywhere. */
const SHORT_PIN_DIGITS = 6;

/** What a value of each kind looks like, once spaces, dashes and sentinels are gone. */
const SHAPES: Readonly<Record<CanaryKind, RegExp>> = {
  pan: /^[0-9]{13,19}$/,
  track: /^(?:[0-9]{12,19}[=D][0-9]{4,24}|B[0-9]{12,19}\^[^^]{2,26}\^[0-9^ ]{4,40})$/,
  pin: /^[0-9]{4,12}$/,
  cvv: /^[0-9]{3,4}$/,
  // ISO 9564-1: one block of TDEA or of AES.
  'pin-block': /^(?:[0-9A-F]{16}|[0-9A-F]{32})$/,
  // Single-length DES to AES-256.
  key: /^(?:[0-9A-F]{16}|[0-9A-F]{32}|[0-9A-F]{48}|[0-9A-F]{64})$/,
};

export class Canary {
  readonly kind: CanaryKind;
  /** Where it stood in the file of canaries: a path of names, or a line. */
  readonly source: string;
  readonly #value: string;

  private constructor(kind: CanaryKind, value: string, source: string) {
    this.kind = kind;
    this.source = source;
    this.#value = value;
  }

  /** The canary, or undefined when the text is no value of this kind. */
  static parse(kind: CanaryKind, text: string, source: string): Canary | undefined {
    const value = normalized(kind, text);
    return SHAPES[kind].test(value) ? new Canary(kind, value, source) : undefined;
  }

  /** Digits; a track with `=` or as track 1; keys and PIN blocks in capital hexadecimal. */
  reveal(): string {
    return this.#value;
  }

  /** So short that other numbers look the same: reported only beside a telling word. */
  get isShort(): boolean {
    return this.kind === 'cvv' || (this.kind === 'pin' && this.#value.length <= SHORT_PIN_DIGITS);
  }

  get isTrack1(): boolean {
    return this.kind === 'track' && this.#value.startsWith('B');
  }

  /** `PAN`, `track`, … */
  get word(): string {
    return WORDS[this.kind];
  }

  get masked(): string {
    if (this.kind === 'pan') return maskDigits(this.#value);
    if (this.kind === 'track' && !this.isTrack1) return `${maskDigits(this.#value.split('=')[0] ?? '')}=****`;
    return this.kind === 'key' || this.kind === 'pin-block' ? '****…' : '****';
  }

  toString(): string {
    return `${this.word} ${this.masked}`;
  }

  toJSON(): string {
    return this.toString();
  }

  static {
    Object.defineProperty(Canary.prototype, inspect.custom, {
      value(this: Canary): string {
        return this.toString();
      },
    });
  }
}

function normalized(kind: CanaryKind, text: string): string {
  if (kind !== 'track') return text.replace(/[\s-]/g, '').toUpperCase();
  const inside = text.trim().replace(/^[;%]|\?.?$/g, '');
  return inside.startsWith('B') ? inside : inside.replace(/[\s]/g, '').toUpperCase().replace('D', '=');
}
