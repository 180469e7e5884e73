// The bytes between an acquirer and a bank: ISO 8583:1987 in ASCII with binary fields 52 and 55, and what two hosts
// of this kind tell each other besides in field 48. A bank that sends no field 48 is understood by its answer code.

import {
  lllAscii,
  Message,
  maskWhole,
  pack,
  type Spec,
  setAt,
  textAt,
  toHex,
  unpack,
} from '@tillgate/iso8583';
import { iso1987Ascii } from '@tillgate/iso8583/specs';
import { answerMti, isApproval } from '@tillgate/pos-protocol';
import { type ReasonId, reasons } from '../kernel/reasons.js';
import { Pan } from '../kernel/sensitive.js';
import type { Figures } from '../store/index.js';
import type { BankAnswer, BankQuestion, Voucher } from './bank-question.js';

const name = (zh: string, en: string): { zh: string; en: string } => ({ zh, en });
const text = (zh: string, en: string, length: number) =>
  ({ name: name(zh, en), kind: 'ans', encoding: 'ascii', length }) as const;

const bankSpec: Spec = {
  ...iso1987Ascii,
  name: 'bank link',
  bitmap: { encoding: 'binary', bits: 128 },
  fields: {
    ...iso1987Ascii.fields,
    48: {
      ...{ ...text('附加数据', 'more data', 999), prefix: lllAscii },
      subfields: {
        form: 'tagged',
        tag: { length: 2, encoding: 'ascii' },
        prefix: { digits: 3, encoding: 'ascii' },
        parts: {
          '01': text('交易日期', 'day of the payment', 8),
          '02': text('免密限额', 'no-PIN limit of the merchant', 12),
          '03': text('设备已验证持卡人', 'holder verified on the device', 1),
          '04': text('小费', 'tip', 12),
          '05': text('原交易', 'original: terminal, batch, trace', 20),
          '11': text('原因', 'reason', 64),
          '12': text('数据', 'figures of the decision, JSON', 700),
        },
      },
    },
    52: { ...binary('PIN 数据块', 'PIN block', 8), prefix: { digits: 0, encoding: 'ascii' } },
    55: { ...binary('芯片数据', 'chip data', 255), prefix: lllAscii },
  },
};

function binary(zh: string, en: string, length: number) {
  return { name: name(zh, en), kind: 'b', encoding: 'binary', length, mask: maskWhole } as const;
}

const amount = (minor: number): string => String(minor).padStart(12, '0');

export function writeQuestion(acquirerId: string, question: BankQuestion): Uint8Array {
  const sentAt = new Date(question.at).toISOString().replace(/\D/g, '');
  const message = new Message(question.mti)
    .set(3, question.processingCode)
    .set(4, amount(question.amountMinor))
    .set(7, sentAt.slice(4, 14))
    .set(11, question.trace)
    .set(18, question.mcc)
    .set(22, question.entryMode)
    .set(25, question.condition)
    .set(32, acquirerId)
    .set(37, question.rrn)
    .set(41, question.terminalId)
    .set(42, question.merchantId)
    .set(49, '156')
    .set(60, `${question.type}${question.batch}000`);
  if (question.localTime) message.set(12, question.localTime);
  if (question.pan) message.set(2, question.pan.reveal());
  if (question.pinBlock) message.set(52, question.pinBlock);
  if (question.chipData) message.set(55, question.chipData);
  if (question.resumes) message.set(61, question.resumes);
  setAt(bankSpec, message, '48.01', question.localDate);
  setAt(bankSpec, message, '48.02', amount(question.noPinLimitMinor));
  setAt(bankSpec, message, '48.03', question.verifiedOnDevice ? '1' : '0');
  if (question.tipMinor !== undefined) setAt(bankSpec, message, '48.04', amount(question.tipMinor));
  const { original } = question;
  if (original) setAt(bankSpec, message, '48.05', original.terminalId + original.batch + original.trace);
  return pack(bankSpec, message);
}

/** The message of a body; undefined for bytes that are none. */
export function readBankMessage(body: Uint8Array): Message | undefined {
  const { message, problems } = unpack(bankSpec, body);
  return problems.length > 0 || message.mti === '' ? undefined : message;
}

/** Undefined when a field that every question has is missing. */
export function readQuestion(message: Message): BankQuestion | undefined {
  const [date, limit] = ['48.01', '48.02'].map((path) => textAt(bankSpec, message, path));
  const control = message.text(60) ?? '';
  const [trace, rrn, terminalId, merchantId] = [11, 37, 41, 42].map((field) => message.text(field));
  const typed = message.text(2);
  const pan = typed === undefined ? undefined : Pan.parse(typed);
  if (!(date && trace && rrn && terminalId && merchantId) || control.length < 8) return undefined;
  if (typed !== undefined && pan === undefined) return undefined;
  return {
    ...{ mti: message.mti, processingCode: message.text(3) ?? '', condition: message.text(25) ?? '' },
    ...{ type: control.slice(0, 2), batch: control.slice(2, 8), trace, rrn, terminalId, merchantId },
    ...{ mcc: message.text(18) ?? '', localDate: date, localTime: message.text(12) ?? '', at: 0, pan },
    amountMinor: Number(message.text(4) ?? '0'),
    tipMinor: numberAt(message, '48.04'),
    entryMode: message.text(22) ?? '',
    noPinLimitMinor: Number(limit ?? '0'),
    verifiedOnDevice: textAt(bankSpec, message, '48.03') === '1',
    original: voucherOf(textAt(bankSpec, message, '48.05')),
    resumes: message.text(61),
    pinBlock: message.bytes(52),
    chipData: message.bytes(55),
  };
}

function numberAt(message: Message, path: string): number | undefined {
  const digits = textAt(bankSpec, message, path);
  return digits === undefined ? undefined : Number(digits);
}

function voucherOf(text: string | undefined): Voucher | undefined {
  if (text?.length !== 20) return undefined;
  return { terminalId: text.slice(0, 8), batch: text.slice(8, 14), trace: text.slice(14) };
}

/** What a bank says, and to which question. */
export type BankReply = Omit<Extract<BankAnswer, { readonly outcome: 'answered' }>, 'outcome' | 'approved'>;

/** @param proof field 55 for the card, where the bank checked its cryptogram */
export function writeReply(question: Message, reply: BankReply, proof?: Uint8Array): Uint8Array {
  const message = new Message(answerMti(`${question.mti.slice(0, 3)}0`));
  for (const field of [3, 4, 7, 11, 32, 37, 41, 42, 49]) {
    const value = question.value(field);
    if (value !== undefined) message.set(field, value);
  }
  message.set(39, reply.answerCode);
  if (reply.authCode !== undefined) message.set(38, reply.authCode);
  if (proof) message.set(55, proof);
  setAt(bankSpec, message, '48.11', reply.reason);
  const figures = JSON.stringify(reply.figures);
  if (/^[ -~]{1,700}$/.test(figures)) setAt(bankSpec, message, '48.12', figures);
  return pack(bankSpec, message);
}

/** An answer's code says yes or no; the reason only explains it, and must be one of that code. */
export function readReply(message: Message): Extract<BankAnswer, { readonly outcome: 'answered' }> {
  const answerCode = message.text(39) ?? '';
  const approved = isApproval(answerCode);
  const told = textAt(bankSpec, message, '48.11') ?? '';
  const known = reasons.get(told)?.answerCode === answerCode ? (told as ReasonId) : undefined;
  return {
    outcome: 'answered',
    ...{ approved, answerCode, authCode: message.text(38)?.trim() || undefined },
    reason: known ?? (approved ? 'approved' : 'issuer.declined'),
    figures: { ...figuresOf(message), ...(known ? {} : { bankCode: answerCode }), ...proofOf(message) },
  };
}

/** Kept with the figures, so that a repeated request gets the same answer. */
function proofOf(message: Message): Figures {
  const proof = message.bytes(55);
  return proof ? { cardProof: toHex(proof) } : {};
}

/** Figures are numbers, short texts and truth values; anything else in there is left out. */
function figuresOf(message: Message): Figures {
  let parsed: unknown;
  try {
    parsed = JSON.parse(textAt(bankSpec, message, '48.12') ?? '{}');
  } catch {
    return {};
  }
  if (typeof parsed !== 'object' || parsed === null) return {};
  const kept = Object.entries(parsed).filter(
    ([key, value]) =>
      /^[A-Za-z0-9]{1,40}$/.test(key) && ['string', 'number', 'boolean'].includes(typeof value),
  );
  return Object.fromEntries(kept) as Figures;
}
