// The fields that carry data for people and systems in answers: F44 institutions, F54 balance, F59 scan code
// and terminal information, F63 texts. Parsing answers undefined for a value that has no such parts.

import { decodeGbk, fitGbk } from './gbk.js';

/** F44: who issued the card and who acquired the payment, up to 11 characters each. */
export interface Institutions {
  readonly issuer: string;
  readonly acquirer: string;
}

const INSTITUTION_WIDTH = 11;

export function parseF44(text: string): Institutions {
  return {
    issuer: text.slice(0, INSTITUTION_WIDTH).trimEnd(),
    acquirer: text.slice(INSTITUTION_WIDTH, 2 * INSTITUTION_WIDTH).trimEnd(),
  };
}

export function formatF44({ issuer, acquirer }: Institutions): string {
  return [issuer, acquirer].map((id) => id.slice(0, INSTITUTION_WIDTH).padEnd(INSTITUTION_WIDTH)).join('');
}

/** F54. */
export interface Balance {
  /** Two digits, such as 10 for a savings account. */
  readonly accountType: string;
  /** Two digits: 01 ledger, 02 available. */
  readonly amountType: string;
  /** Three digits, ISO 4217. */
  readonly currency: string;
  /** Negative for an account in debit. */
  readonly amountMinor: number;
}

export function parseF54(text: string): Balance | undefined {
  if (!/^[0-9]{7}[CD][0-9]{12}$/.test(text)) return undefined;
  const amount = Number(text.slice(8));
  return {
    accountType: text.slice(0, 2),
    amountType: text.slice(2, 4),
    currency: text.slice(4, 7),
    amountMinor: text[7] === 'D' && amount !== 0 ? -amount : amount,
  };
}

export function formatF54({ accountType, amountType, currency, amountMinor }: Balance): string {
  const amount = String(Math.abs(amountMinor)).padStart(12, '0');
  return `${accountType}${amountType}${currency}${amountMinor < 0 ? 'D' : 'C'}${amount}`;
}

/** One entry of F59: `A3` customer's code, `A4` voucher, `A2` terminal, `Q1` confirmation link. */
export interface TaggedText {
  /** Two characters. */
  readonly tag: string;
  /** Up to 999 ASCII characters. */
  readonly value: string;
}

export function parseF59(text: string): TaggedText[] | undefined {
  const entries: TaggedText[] = [];
  let at = 0;
  while (at < text.length) {
    const lengthText = text.slice(at + 2, at + 5);
    const end = at + 5 + Number(lengthText);
    if (!/^[0-9]{3}$/.test(lengthText) || end > text.length) return undefined;
    entries.push({ tag: text.slice(at, at + 2), value: text.slice(at + 5, end) });
    at = end;
  }
  return entries;
}

/** Throws a RangeError for a tag that is not two characters or a value above 999. */
export function formatF59(entries: readonly TaggedText[]): string {
  return entries
    .map(({ tag, value }) => {
      if (tag.length !== 2 || value.length > 999) throw new RangeError(`F59 cannot hold tag ${tag}`);
      return tag + String(value.length).padStart(3, '0') + value;
    })
    .join('');
}

/** F63 of an answer: who says what to the cashier, after three characters of card organisation. */
export interface AnswerTexts {
  /** Three characters, such as CUP. */
  readonly organisation: string;
  /** Up to 20 bytes of GBK each. */
  readonly issuer: string;
  readonly network: string;
  readonly acquirer: string;
  /** Up to 60 bytes of GBK. */
  readonly terminal: string;
}

const textWidths = [
  ['organisation', 3],
  ['issuer', 20],
  ['network', 20],
  ['acquirer', 20],
  ['terminal', 60],
] as const satisfies readonly (readonly [keyof AnswerTexts, number])[];

/** Texts at the end may be missing; they come back empty. */
export function parseF63(bytes: Uint8Array): AnswerTexts {
  let at = 0;
  const texts: Record<keyof AnswerTexts, string> = {
    ...{ organisation: '', issuer: '', network: '', acquirer: '', terminal: '' },
  };
  for (const [name, width] of textWidths) {
    texts[name] = decodeGbk(bytes.subarray(at, at + width)).trimEnd();
    at += width;
  }
  return texts;
}

/** GBK bytes, 123 of them; a text that is too long is cut between characters. */
export function formatF63(texts: AnswerTexts): Uint8Array {
  const bytes = new Uint8Array(textWidths.reduce((sum, [, width]) => sum + width, 0));
  let at = 0;
  for (const [name, width] of textWidths) {
    bytes.set(fitGbk(texts[name], width), at);
    at += width;
  }
  return bytes;
}
