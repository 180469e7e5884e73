// ISO 8583-1:2003: its fields with their attributes, where they differ from 1993. Amounts carry their currency,
// dates their century, and card data may be encrypted, so several fields are bytes or longer.

import { type AttributeRow, reserved } from './attribute-rows.js';
import { rows1993 } from './iso8583-1993-table.js';

const changed: readonly AttributeRow[] = [
  [4, 'n16', '交易金额', 'transaction amount: currency, exponent, amount'],
  [5, 'n16', '对账金额', 'reconciliation amount'],
  [6, 'n16', '持卡人扣账金额', 'cardholder billing amount'],
  [8, 'n12', '持卡人扣账手续费', 'cardholder billing fee'],
  [11, 'n12', '系统跟踪号', 'trace (STAN)'],
  [12, 'n14', '本地交易时间', 'local date and time, CCYYMMDDhhmmss'],
  [13, 'n6', '生效日期', 'effective date, CCYYMM'],
  [15, 'n8', '清算日期', 'settlement date, CCYYMMDD'],
  [16, 'n8', '兑换日期', 'conversion date, CCYYMMDD'],
  [18, 'ans..140', '报文错误标识', 'what was wrong with a message'],
  [21, 'ans22', '交易周期标识', 'transaction life cycle'],
  [22, 'b16', '服务点数据码', 'point-of-service data code'],
  [26, 'n4', '商户类别码', 'merchant category'],
  [27, 'ans..27', '服务点能力', 'what the point of service can do'],
  [28, 'n8', '对账日期', 'reconciliation date, CCYYMMDD'],
  [30, 'n32', '原始金额', 'original amounts'],
  [31, 'n23', '受理方参考号', 'acquirer reference'],
  [34, 'b..9999', '电子商务数据', 'electronic commerce data'],
  [39, 'n4', '处理动作码', 'action code'],
  [40, 'n4', '服务码', 'service code'],
  [41, 'ans16', '终端标识码', 'terminal'],
  [42, 'ans..35', '受卡方标识码', 'card acceptor'],
  [43, 'ans..9999', '受卡方名称地址', 'name and place of the card acceptor'],
  [44, 'ans..9999', '附加应答数据', 'more about the answer'],
  [46, 'ans..216', '费用金额', 'fee amounts'],
  [49, 'b..9999', '验证数据', 'verification data'],
  ...reserved(50, 51, 'ans..999', 'ISO 保留', 'kept for ISO'),
  [54, 'ans..126', '附加金额', 'more amounts'],
  [56, 'n..41', '原始数据元', 'original data elements'],
  [66, 'ans..216', '原始费用金额', 'original fee amounts'],
  [73, 'n8', '执行日期', 'action date, CCYYMMDD'],
  [97, 'x+n16', '净对账金额', 'net reconciliation amount'],
  ...reserved(129, 191, 'ans..999', 'ISO 保留', 'kept for ISO'),
  [192, 'b8', '报文鉴别码', 'MAC'],
];

const changedNumbers: ReadonlySet<number> = new Set(changed.map(([number]) => number));

/** Bit 65 announces the third bitmap here; it is no field. */
export const rows2003: readonly AttributeRow[] = [
  ...rows1993.filter(([number]) => !changedNumbers.has(number) && number !== 65),
  ...changed,
].sort(([left], [right]) => left - right);
