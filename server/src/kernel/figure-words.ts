// Figures whose values are words: kept as one short name, read as words in the language of the reader.

import { type Words, words } from './reason-words.js';

const FORMAT_4_SHORT = words('格式 4，主账号缺校验位', 'format 4, PAN without its check digit');

/** By the name of the figure, then by its value; what is not listed is read as it was kept. */
const FIGURES: Readonly<Record<string, Readonly<Record<string, Words>>>> = {
  format: {
    '1': words('ISO 9564 格式 1', 'ISO 9564 format 1'),
    '2': words('ISO 9564 格式 2', 'ISO 9564 format 2'),
    '3': words('ISO 9564 格式 3', 'ISO 9564 format 3'),
    '4': words('ISO 9564 格式 4', 'ISO 9564 format 4'),
    unionpay: words('银联格式', 'the UnionPay format'),
    '4, PAN without its check digit': FORMAT_4_SHORT,
    'PAN digits with the check digit': words(
      '主账号取位含校验位',
      'the PAN digits taken with the check digit',
    ),
    'the first PAN digits': words('取了主账号的前 12 位', 'the first twelve digits of the PAN'),
    'PAN digits all zero': words('主账号位全为零', 'PAN digits all zero'),
  },
  range: {
    'MTI-F63+8 zero bytes': words('MTI-F63 加 8 字节零', 'MTI-F63 and 8 zero bytes'),
    'bit 64 not set': words('第 64 位未置 1', 'bit 64 not set'),
  },
  encoding: {
    hex: words('十六进制字符', 'hex characters'),
    raw: words('原始字节', 'raw bytes'),
  },
};

export function figureWords(name: string, value: string): Words | undefined {
  return FIGURES[name]?.[value];
}
