// The mistakes that the doctor knows, in words, with what to change. `cost` is how much a mistake must explain
// to be believed: the commoner it is in the field, the less.

import type { FieldName } from '@tillgate/iso8583';

export interface MistakeEntry {
  readonly cost: number;
  readonly what: FieldName;
  readonly advice: FieldName;
}

export type MistakeId =
  | 'framing.counts-itself'
  | 'framing.little-endian'
  | 'framing.other-form'
  | 'framing.counts-digits'
  | 'framing.without-front'
  | 'framing.wrong-length'
  | 'front.missing'
  | 'tpdu.missing'
  | 'header.missing'
  | 'front.other'
  | 'mti.ascii'
  | 'mti.bcd'
  | 'bitmap.hex'
  | 'bitmap.binary'
  | 'bitmap.second'
  | 'bitmap.reversed'
  | 'bitmap.unannounced'
  | 'bitmap.absent'
  | 'field.ascii'
  | 'field.bcd'
  | 'field.ebcdic'
  | 'field.hex'
  | 'field.binary'
  | 'field.pad-side'
  | 'field.wrong-size'
  | 'length.bytes-for-digits'
  | 'length.digits-for-bytes'
  | 'length.ascii'
  | 'length.bcd'
  | 'length.binary'
  | 'length.other-size'
  | 'length.counts-itself'
  | 'length.off-by-one'
  | 'message.truncated'
  | 'message.trailing'
  | 'message.hex-text'
  | 'message.utf-8';

const entry = (cost: number, zh: string, en: string, adviceZh: string, adviceEn: string): MistakeEntry => ({
  cost,
  what: { zh, en },
  advice: { zh: adviceZh, en: adviceEn },
});

export const mistakes: Readonly<Record<MistakeId, MistakeEntry>> = {
  'framing.counts-itself': entry(
    4,
    '长度把自身也计入',
    'the length counts its own bytes',
    '长度只计其后的字节',
    'count only the bytes behind the length',
  ),
  'framing.little-endian': entry(
    4,
    '长度低位在前',
    'the length is little endian',
    '长度高位在前',
    'write the length big endian',
  ),
  'framing.other-form': entry(
    4,
    '长度的形式不同',
    'the length has another form',
    '用 2 字节二进制长度',
    'use two binary bytes of length',
  ),
  'framing.counts-digits': entry(
    6,
    '长度按十六进制字符计',
    'the length counts hexadecimal digits',
    '长度按字节计',
    'count bytes',
  ),
  'framing.without-front': entry(
    6,
    '长度没有计入 TPDU 和报文头',
    'the length leaves TPDU and header out',
    '长度计入 TPDU 和报文头',
    'count TPDU and header too',
  ),
  'framing.wrong-length': entry(
    9,
    '长度与实际字节数不符',
    'the length does not agree with the bytes that follow',
    '检查长度的计算',
    'check how the length is computed',
  ),
  'front.missing': entry(
    2,
    '缺少 TPDU 和报文头',
    'TPDU and header are missing',
    '在 MTI 前加 5 字节 TPDU 和 6 字节报文头',
    'put 5 bytes of TPDU and 6 of header before the MTI',
  ),
  'tpdu.missing': entry(
    6,
    '缺少 TPDU',
    'the TPDU is missing',
    '在报文头前加 5 字节 TPDU',
    'put 5 bytes of TPDU before the header',
  ),
  'header.missing': entry(
    4,
    '缺少报文头',
    'the header is missing',
    '在 TPDU 后加 6 字节报文头',
    'put 6 bytes of header behind the TPDU',
  ),
  'front.other': entry(
    8,
    'MTI 前有多余字节',
    'there are other bytes before the MTI',
    '去掉多余字节',
    'leave them out',
  ),
  'mti.ascii': entry(
    8,
    'MTI 用了 ASCII',
    'the MTI is in ASCII',
    'MTI 用 2 字节 BCD',
    'pack the MTI in two BCD bytes',
  ),
  'mti.bcd': entry(
    8,
    'MTI 用了 BCD',
    'the MTI is packed',
    'MTI 用 4 个字符',
    'write the MTI in four characters',
  ),
  'bitmap.hex': entry(
    6,
    '位图用了十六进制字符',
    'the bitmap is in hexadecimal characters',
    '位图用 8 个二进制字节',
    'write the bitmap in 8 bytes',
  ),
  'bitmap.binary': entry(
    6,
    '位图用了二进制字节',
    'the bitmap is in bytes',
    '位图用 16 个十六进制字符',
    'write the bitmap in 16 hexadecimal characters',
  ),
  'bitmap.second': entry(
    8,
    '带了第二位图',
    'there is a second bitmap',
    '只用 64 位位图,第 1 位为 0',
    'use 64 bits only, bit 1 clear',
  ),
  'bitmap.reversed': entry(
    12,
    '位图每字节的位序颠倒',
    'the bits of each bitmap byte are in reverse',
    '域 1 是首字节的最高位',
    'bit 1 is the highest bit of the first byte',
  ),
  'bitmap.unannounced': entry(
    15,
    '有此域但位图未置位',
    'the field is there but its bit is clear',
    '在位图中置位',
    'set its bit',
  ),
  'bitmap.absent': entry(
    13,
    '位图已置位但没有此域',
    'its bit is set but the field is not there',
    '清除该位或补上此域',
    'clear its bit, or send the field',
  ),
  'field.ascii': entry(
    8,
    '应为 BCD,却用了 ASCII',
    'in ASCII where digits are packed',
    '两位数字压缩为一字节',
    'pack two digits a byte',
  ),
  'field.bcd': entry(
    9,
    '应为字符,却用了 BCD',
    'packed where characters are expected',
    '每个字符一个字节',
    'write one character a byte',
  ),
  'field.ebcdic': entry(
    10,
    '字符集不同(EBCDIC/ASCII)',
    'in the other character set (EBCDIC, ASCII)',
    '换成本方言的字符集',
    "use the dialect's character set",
  ),
  'field.hex': entry(
    8,
    '应为二进制,却用了十六进制字符',
    'in hexadecimal characters where bytes are expected',
    '直接写字节',
    'write the bytes themselves',
  ),
  'field.binary': entry(
    9,
    '应为十六进制字符,却用了二进制',
    'in bytes where hexadecimal characters are expected',
    '每字节写两个字符',
    'write two characters a byte',
  ),
  'field.pad-side': entry(
    6,
    '补位的半字节在另一侧',
    'the pad nibble is on the other side',
    '把补位放到另一侧',
    'put the pad nibble on the other side',
  ),
  'field.wrong-size': entry(
    9,
    '定长域的长度不对',
    'a fixed field has another length',
    '补足或截到规定长度',
    'fill it up, or cut it, to its length',
  ),
  'length.bytes-for-digits': entry(
    7,
    '变长域的长度按字节计,应按数字个数计',
    'the length counts bytes, where digits are counted',
    '长度写数字的个数',
    'write the number of digits',
  ),
  'length.digits-for-bytes': entry(
    8,
    '变长域的长度按数字个数计,应按字节计',
    'the length counts digits, where bytes are counted',
    '长度写字节数',
    'write the number of bytes',
  ),
  'length.ascii': entry(
    8,
    '变长域的长度用了 ASCII',
    'the length is in ASCII',
    '长度用 BCD',
    'pack the length in BCD',
  ),
  'length.bcd': entry(
    8,
    '变长域的长度用了 BCD',
    'the length is packed',
    '长度用字符',
    'write the length in characters',
  ),
  'length.binary': entry(
    9,
    '变长域的长度用了二进制',
    'the length is binary',
    '长度用 BCD',
    'pack the length in BCD',
  ),
  'length.other-size': entry(
    10,
    '长度的位数不同(LL/LLL)',
    'the length has another size (LL, LLL)',
    '按域表的位数写长度',
    "use the size of the field's row",
  ),
  'length.counts-itself': entry(
    11,
    '变长域的长度把自身也计入',
    'the length counts its own bytes',
    '长度只计数据',
    'count only the data',
  ),
  'length.off-by-one': entry(
    13,
    '变长域的长度差一',
    'the length is off by one',
    '检查长度的计算',
    'check how the length is computed',
  ),
  'message.truncated': entry(
    10,
    '报文不完整',
    'the message ends too early',
    '检查发送缓冲区和分包',
    'check the send buffer and reassembly',
  ),
  'message.trailing': entry(
    8,
    '报文后有多余字节',
    'there are bytes behind the message',
    '去掉多余字节',
    'leave them out',
  ),
  'message.hex-text': entry(
    6,
    '整个报文是十六进制文本',
    'the whole message is hexadecimal text',
    '发送字节而不是文本',
    'send the bytes, not their text',
  ),
  'message.utf-8': entry(
    6,
    '字节被当作文本做了 UTF-8 编码',
    'the bytes went through UTF-8 as if they were text',
    '用字节缓冲区,不要用字符串',
    'keep bytes in buffers, never in strings',
  ),
};
