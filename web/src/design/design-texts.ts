// What the page of the design language says, in both languages.

import type { Texts } from '../language/texts.js';

export const designTexts = {
  title: { zh: '设计语言', en: 'Design language' },
  lead: {
    zh: '三个页面共用的数值：颜色、字号、间距、圆角、动作。明暗随系统。',
    en: 'The numbers that all pages share: colour, type, space, radius, motion. Light and dark follow the system.',
  },
  states: {
    zh: '状态：记号、词、颜色，颜色从不单独出现',
    en: 'States: sign, word, colour; colour never alone',
  },
  approved: { zh: '已批准', en: 'Approved' },
  declined: { zh: '已拒绝', en: 'Declined' },
  doubt: { zh: '未决', en: 'In doubt' },
  person: { zh: '需要人处理', en: 'Needs a person' },
  neutral: { zh: '完成', en: 'Done' },
  surfaces: { zh: '表面与文字', en: 'Surfaces and ink' },
  keys: { zh: '终端按键', en: 'Keys of the terminal' },
  tints: { zh: '报文各域的底色（不是状态）', en: 'Tints of message fields (not states)' },
  type: { zh: '字号', en: 'Type' },
  space: { zh: '间距', en: 'Space' },
  parts: { zh: '控件', en: 'Parts' },
  first: { zh: '主要动作', en: 'First action' },
  other: { zh: '其他动作', en: 'Other action' },
  quiet: { zh: '安静动作', en: 'Quiet action' },
  sample: { zh: '金额 ¥1,234.56 · 参考号', en: 'Amount ¥1,234.56 · RRN' },
} satisfies Texts;
