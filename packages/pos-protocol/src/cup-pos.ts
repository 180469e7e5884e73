// The `cup-pos` dialect as a table: ISO 8583:1987 with packed BCD, as UnionPay-style terminals speak it.
// LL is one BCD byte, LLL two; lengths count digits for BCD fields and bytes for the rest.

import { maskChipData } from '@tillgate/emv';
import {
  type FieldSpec,
  fixed,
  llBcd,
  lllBcd,
  type Mask,
  maskPan,
  maskWhole,
  type Prefix,
  type Spec,
  toHex,
} from '@tillgate/iso8583';
import { chipDataParts, controlParts, originalParts } from './cup-pos-parts.js';
import { decodeGbk } from './gbk.js';
import { kindOf, messageKinds } from './message-kinds.js';

/** Fields whose content is sensitive in some messages only; unknown messages hide it. */
function maskWhere(field: number): Mask {
  return (value, message) => {
    const kind = kindOf(message);
    const hides = kind === undefined || messageKinds[kind].sensitiveFields.includes(field);
    return hides ? maskWhole(value, message) : undefined;
  };
}

const maskChip: Mask = (value, message) =>
  typeof value === 'string' ? maskWhole(value, message) : maskChipData(value);

type More = Partial<Pick<FieldSpec, 'padNibble' | 'mask' | 'show' | 'subfields'>>;
type Row = (zh: string, en: string, prefix: Prefix, length: number, more?: More) => FieldSpec;

const row =
  (kind: FieldSpec['kind'], encoding: FieldSpec['encoding']): Row =>
  (zh, en, prefix, length, more = {}) => ({ name: { zh, en }, kind, encoding, prefix, length, ...more });

const n = row('n', 'bcd');
const z = row('z', 'bcd');
const an = row('an', 'ascii');
const ans = row('ans', 'ascii');
const b = row('b', 'binary');

const before = { padNibble: 'before' } as const;
const whole = { mask: maskWhole };
const gbk = { show: decodeGbk };
/** Characters in most profiles, eight raw bytes in some. */
const mac = {
  show: (bytes: Uint8Array): string => {
    const text = String.fromCharCode(...bytes);
    return /^[0-9A-Fa-f]*$/.test(text) ? text : toHex(bytes);
  },
};

export const cupPos: Spec = {
  name: 'cup-pos',
  mti: { encoding: 'bcd' },
  bitmap: { encoding: 'binary', bits: 64 },
  fields: {
    2: n('主账号', 'PAN', llBcd, 19, { mask: maskPan }),
    3: n('交易处理码', 'processing code', fixed, 6),
    4: n('交易金额', 'amount', fixed, 12),
    11: n('受卡方系统跟踪号', 'trace (STAN)', fixed, 6),
    12: n('受卡方所在地时间', 'local time', fixed, 6),
    13: n('受卡方所在地日期', 'local date', fixed, 4),
    14: n('卡有效期', 'expiry', fixed, 4),
    15: n('清算日期', 'settlement date', fixed, 4),
    22: n('服务点输入方式码', 'entry mode', fixed, 3),
    23: n('卡序列号', 'card sequence', fixed, 3, before),
    25: n('服务点条件码', 'point-of-service condition', fixed, 2),
    26: n('密码获取码', 'longest PIN', fixed, 2),
    32: n('受理方标识码', 'acquirer', llBcd, 11),
    35: z('2 磁道数据', 'track 2', llBcd, 37, whole),
    36: z('3 磁道数据', 'track 3', lllBcd, 104, whole),
    37: an('检索参考号', 'retrieval reference (RRN)', fixed, 12),
    38: an('授权标识应答码', 'authorization code', fixed, 6),
    39: an('应答码', 'answer code', fixed, 2),
    41: ans('受卡机终端标识码', 'terminal', fixed, 8),
    42: ans('受卡方标识码', 'merchant', fixed, 15),
    43: b('商户名称', 'merchant name', fixed, 40, gbk),
    44: ans('附加响应数据', 'issuer and acquirer', llBcd, 25),
    48: n('附加数据 - 私有', 'private data', lllBcd, 322, { mask: maskWhere(48) }),
    49: an('交易货币代码', 'currency', fixed, 3),
    52: b('个人标识码数据', 'PIN block', fixed, 8, whole),
    53: n('安全控制信息', 'security control', fixed, 16),
    54: an('余额', 'balance', lllBcd, 20),
    55: b('IC 卡数据域', 'chip data', lllBcd, 255, { mask: maskChip, subfields: chipDataParts }),
    59: ans('扫码与终端信息', 'scan code and terminal information', lllBcd, 999, { mask: maskWhere(59) }),
    60: n('自定义域 - 控制', 'control', lllBcd, 17, { subfields: controlParts }),
    61: n('原始信息域', 'original transaction', lllBcd, 29, { subfields: originalParts }),
    62: b('自定义域 - 密钥、列表', 'keys, lists, batch data', lllBcd, 512, { mask: maskWhere(62) }),
    63: b('自定义域 - 操作员、文本', 'operator, texts', lllBcd, 163, gbk),
    64: b('报文鉴别码', 'MAC', fixed, 8, mac),
  },
};

/** The dialect where PIN blocks have sixteen bytes: under SM4, and of ISO 9564-1 format 4. */
export const cupPosWide: Spec = {
  ...cupPos,
  fields: { ...cupPos.fields, 52: { ...cupPos.fields[52]!, length: 16 } },
};
