// A receipt as plain text for a printer of 32 columns. A Chinese character takes two columns, as it takes
// two bytes in GBK.

import { encodeGbk } from '@tillgate/pos-protocol';
import type { ReceiptEntry } from './card.js';
import type { HolderCheck, Receipt } from './receipt.js';

export const RECEIPT_COLUMNS = 32;

export interface PrintOptions {
  readonly copy: 'merchant' | 'cardholder';
  readonly reprint: boolean;
}

const copies: Readonly<Record<PrintOptions['copy'], string>> = {
  merchant: '商户存根 MERCHANT COPY',
  cardholder: '持卡人存根 CARDHOLDER COPY',
};

const entries: Readonly<Record<ReceiptEntry, string>> = {
  manual: '手输 KEYED',
  stripe: '刷卡 SWIPED',
  contact: '插卡 CHIP',
  contactless: '挥卡 CONTACTLESS',
  scan: '扫码 QR CODE',
};

const holderChecks: Readonly<Record<HolderCheck, string>> = {
  pin: '已输密码 PIN VERIFIED',
  none: '免密免签 NO PIN, NO SIGNATURE',
  signature: '持卡人签名 SIGNATURE:',
};

/** Lines of at most 32 columns, without line ends. */
export function receiptLines(receipt: Receipt, { copy, reprint }: PrintOptions): string[] {
  const rule = '-'.repeat(RECEIPT_COLUMNS);
  return [
    centre('签购单 POS RECEIPT'),
    centre(copies[copy]),
    ...(reprint ? [centre('*** 重打印 REPRINT ***')] : []),
    rule,
    ...pair('商户 MERCHANT', receipt.merchantName.zh),
    ...pair('', receipt.merchantName.en),
    ...pair('商户号 MERCHANT NO', receipt.merchantId),
    ...pair('终端号 TERMINAL NO', receipt.terminalId),
    ...pair('操作员 OPERATOR', receipt.operatorId),
    ...pair('收单 ACQUIRER', receipt.acquirerName.zh),
    ...pair('', receipt.acquirerId),
    ...pair('发卡 ISSUER', receipt.issuerId),
    rule,
    ...(receipt.maskedPan === '' ? [] : pair('卡号 CARD', receipt.maskedPan)),
    ...pair('读卡 ENTRY', entries[receipt.entry]),
    ...pair('类型 TYPE', `${receipt.type.zh} ${receipt.type.en}`),
    ...pair('批次号 BATCH NO', receipt.batch),
    ...pair('凭证号 VOUCHER NO', receipt.trace),
    ...pair('授权码 AUTH CODE', receipt.authCode),
    ...pair('参考号 REF NO', receipt.rrn),
    ...(receipt.original === undefined ? [] : pair('原交易 ORIGINAL', receipt.original)),
    ...pair('时间 DATE/TIME', receipt.dateTime),
    ...tipLines(receipt),
    ...pair('金额 AMOUNT', amountText(receipt)),
    rule,
    ...holderLines(receipt, copy),
    ...wrap('备注 REMARKS: 本人确认以上交易 I ACKNOWLEDGE THE ABOVE TRANSACTION'),
  ];
}

function tipLines({ currency, tipMinor }: Receipt): string[] {
  return tipMinor ? pair('小费 TIP', amountText({ currency, amountMinor: tipMinor })) : [];
}

function holderLines({ holderCheck }: Receipt, copy: PrintOptions['copy']): string[] {
  const line = holderChecks[holderCheck];
  // Only the merchant's copy is signed.
  return holderCheck === 'signature' ? (copy === 'merchant' ? [line, '', ''] : []) : [line];
}

/** `RMB 12.34`. */
export function amountText({ currency, amountMinor }: Pick<Receipt, 'currency' | 'amountMinor'>): string {
  const digits = String(amountMinor).padStart(3, '0');
  return `${currency === '156' ? 'RMB' : currency} ${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

function columnsOf(text: string): number {
  return encodeGbk(text).length;
}

export function centre(text: string): string {
  return ' '.repeat(Math.max(0, (RECEIPT_COLUMNS - columnsOf(text)) >> 1)) + text;
}

/** Label on the left, value on the right; the value goes to its own line when both do not fit. */
export function pair(label: string, value: string): string[] {
  if (value === '') return label === '' ? [] : [label];
  const gap = RECEIPT_COLUMNS - columnsOf(label) - columnsOf(value);
  if (gap >= 1) return [label + ' '.repeat(gap) + value];
  return [...(label === '' ? [] : [label]), ...wrap(value).map(right)];
}

function right(text: string): string {
  return ' '.repeat(Math.max(0, RECEIPT_COLUMNS - columnsOf(text))) + text;
}

/** Breaks at spaces where it can, else between characters. */
function wrap(text: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (columnsOf(longer) <= RECEIPT_COLUMNS) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    line = '';
    for (const character of word) {
      if (columnsOf(line + character) > RECEIPT_COLUMNS) {
        lines.push(line);
        line = '';
      }
      line += character;
    }
  }
  return line === '' ? lines : [...lines, line];
}
