// What the pages of causes say, in both languages.

import type { Texts } from '../language/texts.js';

export const causesTexts = {
  title: { zh: '原因', en: 'Causes' },
  lead: {
    zh: '每一笔为什么这样：每个原因一页，谁听到什么、下一步做什么。',
    en: 'Why a request went as it did: for each cause who is told what, and what to do next.',
  },
  sure: { zh: '把握 {percent} %', en: '{percent} % sure' },
  answerCode: { zh: '应答码', en: 'Answer code' },
  who: { zh: '谁', en: 'Who' },
  told: { zh: '听到', en: 'Is told' },
  next: { zh: '下一步', en: 'Next' },
  cashier: { zh: '收银员与商户', en: 'Cashier and merchant' },
  cardholder: { zh: '持卡人', en: 'Cardholder' },
  engineer: { zh: '工程师', en: 'Engineer' },
  figures: { zh: '花括号中的是该笔的数值。', en: 'In braces stand figures of the transaction.' },
  all: { zh: '全部原因', en: 'All causes' },
  unknown: { zh: '没有这个原因：', en: 'There is no such cause:' },
} satisfies Texts;
