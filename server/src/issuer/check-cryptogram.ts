// The bank's check of a chip card's cryptogram: the amount, currency and date that it proves against those of the
// message, then the cryptogram itself inside the HSM. The counter is looked at under the card's lock
// (decide-payment.ts). When a cryptogram is wrong, the known mistakes are tried, so that the reason has a name.

import type { Cryptogram } from '@tillgate/emv';
import type { ChipCryptogram, Hsm } from '../hsm/index.js';
import { assert } from '../kernel/fault.js';
import type { ReasonId } from '../kernel/reasons.js';
import type { Pan } from '../kernel/sensitive.js';
import type { Figures, IssuerRow } from '../store/index.js';
import type { CheckedCryptogram } from './payment-ask.js';

/** What the message says that the cryptogram must say, too. */
export interface ClaimedTerms {
  readonly amountMinor: number;
  /** YYYYMMDD at the acquirer. */
  readonly localDate: string;
}

/** 5F2A of the one currency that this host takes (field 49 is checked before). */
const CURRENCY = '0156';
/** Clocks on both sides of midnight. */
const DATE_TOLERANCE_MS = 24 * 3_600_000;

/** @param sequence of the card, three digits, as the bank has it */
export async function checkCryptogram(
  hsm: Pick<Hsm, 'verifyArqc'>,
  issuer: Pick<IssuerRow, 'imk_ac' | 'unique_key_option'>,
  holder: { readonly pan: Pan; readonly sequence: string },
  cryptogram: Cryptogram,
  terms: ClaimedTerms,
): Promise<CheckedCryptogram> {
  const atc = (cryptogram.atc[0]! << 8) | cryptogram.atc[1]!;
  const refused = (reason: ReasonId, figures: Figures = {}) => ({
    atc,
    refused: { reason, figures: { atc, ...figures } },
  });
  assert(issuer.imk_ac !== null, 'a bank without a master key is not asked');
  const differing = differenceOf(cryptogram, terms);
  if (differing !== undefined) return refused('arqc.amount', { tag: differing });
  const { version, data } = cryptogram;
  if (version === undefined) return refused('arqc.key');
  const card: ChipCryptogram = {
    ...{ imk: issuer.imk_ac, option: issuer.unique_key_option, pan: holder.pan.reveal() },
    ...{ sequence: holder.sequence.slice(-2), version, atc: cryptogram.atc, data },
    cryptogram: cryptogram.cryptogram,
  };
  if (await hsm.verifyArqc(card)) return { atc, right: card };
  const otherOption = { ...card, option: card.option === 'A' ? 'B' : 'A' } as const;
  if (await hsm.verifyArqc(otherOption)) return refused('arqc.option', { option: card.option });
  if (card.sequence !== NO_SEQUENCE && (await hsm.verifyArqc({ ...card, sequence: NO_SEQUENCE }))) {
    return refused('arqc.sequence', { sequence: holder.sequence });
  }
  return refused('arqc.key');
}

/** What stands in for a sequence number where a terminal or card leaves it out. */
const NO_SEQUENCE = '00';

/** The tag that says something else than the message. */
function differenceOf(cryptogram: Cryptogram, terms: ClaimedTerms): string | undefined {
  if (Number(cryptogram.amount) !== terms.amountMinor) return '9F02';
  if (cryptogram.currency !== CURRENCY) return '5F2A';
  const [proved, local] = [momentOf(`20${cryptogram.date}`), momentOf(terms.localDate)];
  return Math.abs(proved - local) <= DATE_TOLERANCE_MS ? undefined : '9A';
}

/** NaN for what is no date. */
function momentOf(yyyymmdd: string): number {
  const [, year, month, day] = /^(\d{4})(\d\d)(\d\d)$/.exec(yyyymmdd) ?? [];
  return Date.UTC(Number(year), Number(month) - 1, Number(day));
}
