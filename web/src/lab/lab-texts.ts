// What the message lab says, in both languages.

import type { Texts } from '../language/texts.js';

export const labTexts = {
  title: { zh: '报文实验室', en: 'Message lab' },
  lead: {
    zh: '粘贴字节，看它是什么、断在哪里、最可能错在哪。一切都在本浏览器内，不会上传。',
    en: 'Paste bytes: what they are, where they break, the likeliest mistake. Nothing leaves this browser.',
  },
  read: { zh: '读', en: 'Read' },
  compare: { zh: '比较', en: 'Compare' },
  build: { zh: '组包', en: 'Build' },
  paste: { zh: '十六进制', en: 'Hexadecimal' },
  pasteHint: { zh: '例：00 6E 60 00 12 …', en: 'such as 00 6E 60 00 12 …' },
  notHex: { zh: '须为十六进制字符，且个数为偶数', en: 'Expected hexadecimal, an even number of digits' },
  example: { zh: '填入例子', en: 'Fill in an example' },
  dialect: { zh: '方言', en: 'Dialect' },
  likeliest: { zh: '自动（最可能的）', en: 'Automatic (the likeliest)' },
  framing: { zh: '长度', en: 'Length' },
  header: { zh: '报文头', en: 'Header' },
  well: { zh: '没有发现错误', en: 'Nothing is wrong with it' },
  breaksAt: {
    zh: '断在 {field}，偏移 {offset}：应为 {expected}，实为 {got}',
    en: 'Breaks at {field}, byte {offset}: expected {expected}, got {got}',
  },
  causes: { zh: '最可能的错误', en: 'The likeliest mistake' },
  inField: { zh: '域 {field}，偏移 {offset}', en: 'field {field}, byte {offset}' },
  unexplained: { zh: '没有一种已知错误能解释', en: 'No known mistake explains it' },
  left: { zh: '左', en: 'Left' },
  right: { zh: '右', en: 'Right' },
  onlyDifferences: { zh: '只看不同', en: 'Differences only' },
  same: { zh: '可见部分完全相同', en: 'Nothing that can be seen differs' },
  absent: { zh: '无', en: 'not there' },
  mti: { zh: '报文类型', en: 'Message type' },
  value: { zh: '值（字节用十六进制）', en: 'Value (bytes in hexadecimal)' },
  field: { zh: '域', en: 'Field' },
  addField: { zh: '添加域', en: 'Add a field' },
  removeField: { zh: '删除域 {field}', en: 'Remove field {field}' },
  bytes: { zh: '字节', en: 'Bytes' },
  doesNotFit: {
    zh: '域 {field}：应为 {expected}，实为 {got}',
    en: 'Field {field}: expected {expected}, got {got}',
  },
  readIt: { zh: '去“读”里看', en: 'Read it' },
} satisfies Texts;
