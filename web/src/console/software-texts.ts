// What the console says of the programs that terminals may run, in both languages.

import type { Texts } from '../language/texts.js';

export const softwareTexts = {
  title: { zh: '已知程序', en: 'Known programs' },
  lead: {
    zh: '终端在自检中自报其程序的哈希，报文无 MAC：被改过的程序报出另一个值，存心说谎的也能照报。只由管理员标记与撤回。',
    en:
      'What a terminal says of its program is its own word, without a MAC: a changed program reports another hash, ' +
      'one that was made to lie can lie here too. Marked and withdrawn by administrators.',
  },
  none: {
    zh: '尚未标记任何程序，所以没有程序算作可疑。',
    en: 'None is marked, so that no program speaks against a terminal.',
  },
  hash: { zh: '哈希', en: 'Hash' },
  name: { zh: '名称', en: 'Name' },
  knownBy: { zh: '标记人', en: 'Marked by' },
  at: { zh: '时间', en: 'At' },
  step: { zh: '处理', en: 'Step' },
  mark: { zh: '标为已知', en: 'Mark as known' },
  withdraw: { zh: '撤回', en: 'Withdraw' },
  steps: { zh: '标记与撤回', en: 'Marked and withdrawn' },
  step_known: { zh: '标为已知', en: 'marked as known' },
  step_withdrawn: { zh: '撤回', en: 'withdrawn' },
} satisfies Texts;
