// What the fields of cup-pos are made of, for screens and annotated bytes. Lenient: a part that does not fit is
// shown as it is, and whoever needs the part decides what that means for the message.

import { tagEntries } from '@tillgate/emv';
import { type FieldName, maskWhole, type PartSpec, type Subfields } from '@tillgate/iso8583';

const CHIP_VALUE_BYTES_MAX = 255;

const digits = (length: number, zh: string, en: string): PartSpec => ({
  ...{ name: { zh, en }, length },
  ...({ kind: 'n', encoding: 'bcd' } as const),
});

const chipValue = (name: FieldName, sensitive: boolean): PartSpec => ({
  ...{ name, length: CHIP_VALUE_BYTES_MAX },
  ...({ kind: 'b', encoding: 'binary' } as const),
  ...(sensitive && { mask: maskWhole }),
});

/** F55, by EMV tag. */
export const chipDataParts: Subfields = {
  form: 'ber-tlv',
  lenient: true,
  parts: Object.fromEntries(
    [...tagEntries].map(([tag, { zh, en, sensitive }]) => [tag, chipValue({ zh, en }, sensitive)]),
  ),
};

/** F60, 60.1 to 60.7. */
export const controlParts: Subfields = {
  form: 'positional',
  lenient: true,
  parts: {
    1: digits(2, '交易类型码', 'transaction type'),
    2: digits(6, '批次号', 'batch'),
    3: digits(3, '网络管理信息码', 'network code'),
    4: digits(1, '终端读取能力', 'reader capability'),
    5: digits(1, 'IC 卡条件代码', 'chip condition'),
    6: digits(1, '部分承兑标志', 'partial approval'),
    7: digits(3, '账户类型', 'account type'),
  },
};

/** F61: the transaction that this message refers to. */
export const originalParts: Subfields = {
  form: 'positional',
  lenient: true,
  parts: {
    1: digits(6, '原批次号', 'original batch'),
    2: digits(6, '原流水号', 'original trace'),
    3: digits(4, '原交易日期', 'original date'),
    4: digits(2, '原授权方式', 'original mode'),
    5: digits(11, '原授权机构', 'original institution'),
  },
};
