// What the page of settled batches says, in both languages.

import type { Texts } from '../language/texts.js';

export const settlementTexts = {
  title: { zh: '结算', en: 'Settlements' },
  lead: {
    zh: '终端与主机各自的批次合计；不平时列出每一笔差异及原因。',
    en: 'Each batch as the terminal and as the host counted it; where they differ, every item and why.',
  },
  empty: {
    zh: '尚无结算。在训练终端上做一次，或：',
    en: 'Nothing is settled yet. Settle at the training terminal, or:',
  },
  equal: { zh: '平', en: 'Equal' },
  unequal: { zh: '不平', en: 'Differs' },
  settled: { zh: '已对账', en: 'compared' },
  closed: { zh: '批上送完成', en: 'upload complete' },
  batch: { zh: '批次', en: 'batch' },
  differences: { zh: '{count} 笔差异', en: '{count} items differ' },
  noDifferences: {
    zh: '批上送的明细与主机一致：差在终端的合计。',
    en: "The uploaded items agree with the host's: the terminal added up wrongly.",
  },
  uploadToCome: { zh: '等待终端批上送明细。', en: 'Waiting for the terminal to upload its items.' },
  side: { zh: '方', en: 'Side' },
  host: { zh: '主机', en: 'Host' },
  terminal: { zh: '终端', en: 'Terminal' },
  debits: { zh: '借记笔数', en: 'Debits' },
  credits: { zh: '贷记笔数', en: 'Credits' },
  amount: { zh: '金额', en: 'Amount' },
  trace: { zh: '凭证号', en: 'Trace' },
  rrn: { zh: '参考号', en: 'RRN' },
  card: { zh: '卡号', en: 'Card' },
  why: { zh: '原因', en: 'Why' },
} satisfies Texts;
