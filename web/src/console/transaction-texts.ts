// What the view of one transaction says, in both languages.

import type { Texts } from '../language/texts.js';

export const transactionTexts = {
  cause: { zh: '原因与下一步', en: 'Cause and next step' },
  next: { zh: '下一步', en: 'Next' },
  madeTheDifference: { zh: '怎样会不同', en: 'What would have made the difference' },
  forWhom: { zh: '说给谁听', en: 'For whom' },
  cashier: { zh: '收银员', en: 'Cashier' },
  merchant: { zh: '商户', en: 'Merchant' },
  cardholder: { zh: '持卡人', en: 'Cardholder' },
  engineer: { zh: '工程师', en: 'Engineer' },
  rrn: { zh: '参考号 RRN', en: 'RRN' },
  trace: { zh: '凭证号', en: 'Trace' },
  batch: { zh: '批次', en: 'Batch' },
  terminal: { zh: '终端', en: 'Terminal' },
  merchantNo: { zh: '商户号', en: 'Merchant no.' },
  card: { zh: '卡号', en: 'Card' },
  issuer: { zh: '发卡行', en: 'Issuer' },
  entry: { zh: '读卡方式', en: 'Entry' },
  authCode: { zh: '授权码', en: 'Auth. code' },
  answerCode: { zh: '应答码', en: 'Answer code' },
  timeline: { zh: '时间线', en: 'Timeline' },
  total: { zh: '主机内共 {micros}', en: '{micros} in the host' },
  noTimeline: { zh: '这笔交易没有留下时间线。', en: 'No timeline was kept of this one.' },
  openRequest: { zh: '看请求报文', en: 'Request message' },
  openAnswer: { zh: '看应答报文', en: 'Answer message' },
  message: { zh: '报文', en: 'Message' },
  request: { zh: '请求', en: 'Request' },
  answer: { zh: '应答', en: 'Answer' },
  messageHint: {
    zh: '指向或点选一侧，另一侧随之标出。敏感字节为 **。',
    en: 'Point at or click either side to mark the other. Sensitive bytes are **.',
  },
  noMessage: { zh: '没有留下这条报文。', en: 'This message was not kept.' },
  bytesOf: { zh: '{start}–{end} 字节', en: 'bytes {start}–{end}' },
  masked: { zh: '已遮蔽', en: 'masked' },
  postings: { zh: '记账', en: 'Postings' },
  noPostings: { zh: '没有动账。', en: 'No money moved.' },
  account: { zh: '账户', en: 'Account' },
  purpose: { zh: '用途', en: 'Purpose' },
  amount: { zh: '金额', en: 'Amount' },
  sum: { zh: '合计', en: 'Sum' },
  balanced: { zh: '借贷平衡', en: 'balances' },
  unbalanced: { zh: '不平', en: 'does not balance' },
  related: { zh: '相关交易', en: 'Related' },
  original: { zh: '原交易', en: 'Original' },
  reversal: { zh: '冲正', en: 'Reversal' },
  nextTry: { zh: '后续交易', en: 'Follow-up' },
  withPin: { zh: '有密码', en: 'with PIN' },
  withoutPin: { zh: '无密码', en: 'no PIN' },
} satisfies Texts;

/** Stations of a payment in the order in which it meets them. */
export const laneTexts = {
  terminal: { zh: '终端', en: 'Terminal' },
  acquirer: { zh: '收单', en: 'Acquirer' },
  hsm: { zh: '加密机', en: 'HSM' },
  switch: { zh: '转接', en: 'Switch' },
  issuer: { zh: '发卡', en: 'Issuer' },
  ledger: { zh: '账本', en: 'Ledger' },
} satisfies Texts;

export const booksTexts = {
  title: { zh: '账本核对', en: 'Proof of the books' },
  lead: {
    zh: '从每一条分录重新加总，与交易逐笔核对；同一快照，不影响在途交易。',
    en: 'Every entry is added up again and compared with every transaction, in one snapshot.',
  },
  clear: { zh: '全部相符', en: 'All clear' },
  clearLead: {
    zh: '{entries} 组分录、{accounts} 个账户，没有发现违例。',
    en: '{entries} entry sets over {accounts} accounts, and no violation.',
  },
  violations: { zh: '{count} 处违例', en: '{count} violations' },
  violationsLead: {
    zh: '停止结算并保留现场；命令行：',
    en: 'Stop settling and keep things as they are. On the command line:',
  },
  rule: { zh: '规则', en: 'Rule' },
  subject: { zh: '对象', en: 'Subject' },
  detail: { zh: '详情', en: 'Detail' },
  proveAgain: { zh: '重新核对', en: 'Prove again' },
  proving: { zh: '正在加总…', en: 'Adding up…' },
} satisfies Texts;

export const keyTexts = {
  title: { zh: '快捷键', en: 'Keyboard' },
  search: { zh: '查找', en: 'Search' },
  next: { zh: '下一条 / 上一条', en: 'Next / previous' },
  open: { zh: '打开', en: 'Open' },
  close: { zh: '关闭', en: 'Close' },
  page: { zh: '新标签页打开', en: 'Open in a new tab' },
  help: { zh: '这张表', en: 'This list' },
} satisfies Texts;
