// What the in-doubt register says, in both languages.

import type { Texts } from '../language/texts.js';

export const doubtTexts = {
  title: { zh: '在途登记簿', en: 'In doubt' },
  lead: {
    zh: '终端、主机与发卡方尚未对同一笔交易达成一致的，都列在这里：各方知道什么，下一步是什么，何时进行。',
    en: 'Every payment on which terminal, host and bank do not agree yet: who knows what, what happens next, and when.',
  },
  empty: { zh: '没有在途交易。这是正常状态。', en: 'Nothing is in doubt. That is how it should be.' },
  rrn: { zh: '参考号', en: 'RRN' },
  age: { zh: '已历时', en: 'Age' },
  amount: { zh: '金额', en: 'Amount' },
  card: { zh: '卡号', en: 'Card' },
  bank: { zh: '发卡方', en: 'Bank' },
  terminalKnows: { zh: '终端', en: 'The terminal' },
  bankKnows: { zh: '银行', en: 'The bank' },
  next: { zh: '下一步', en: 'Next' },
  asking: { zh: '询问中', en: 'Asking' },
  telling: { zh: '转发中', en: 'Telling' },
  parked: { zh: '需人工', en: 'Needs a person' },
  tries: { zh: '已试 {count} 次', en: 'tried {count}×' },
  at: { zh: '{time} 再试', en: 'again at {time}' },
  retry: { zh: '重发', en: 'Send again' },
  retried: { zh: '已排队重发', en: 'Queued again' },
} satisfies Texts;
