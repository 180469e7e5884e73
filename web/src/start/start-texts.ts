// What the start page says, in both languages.

import type { Texts } from '../language/texts.js';

export const startTexts = {
  title: {
    zh: '开放的收单主机，并说清每一笔支付。',
    en: 'The open acquiring host, and the explanation of every payment.',
  },
  lead: {
    zh: '终端刷卡，主机验 MAC、转密码、记账、应答；每一步都看得见。四步走一遍：',
    en: 'A terminal takes a card; the host checks, books and answers, every step in sight. In four steps:',
  },
  signOnTitle: { zh: '签到', en: 'Sign on' },
  signOnLead: {
    zh: '终端向主机要当天的工作密钥，并核对校验值。',
    en: 'The terminal asks the host for working keys and compares their check values.',
  },
  payTitle: { zh: '付 ¥12.34', en: 'Pay ¥12.34' },
  payLead: { zh: '挥卡，小额免密。', en: 'Tap a card; a small amount needs no PIN.' },
  pinTitle: { zh: '付 ¥1,200.00，被要求输密码', en: 'Pay ¥1,200.00, be asked for the PIN' },
  pinLead: {
    zh: '同样挥卡，发卡行说要密码（应答码 70）；不用再挥卡，直接输入。',
    en: 'Tap again: the bank wants the PIN (answer code 70), which is entered without a second tap.',
  },
  whyTitle: { zh: '看为什么', en: 'See why' },
  whyLead: {
    zh: '控制台上的同一笔：原因、时间线、报文、记账。',
    en: 'The same payment at the console: cause, timeline, message, postings.',
  },
  noPaymentYet: { zh: '还没有付款：先打开列表', en: 'No payment yet: opens the list' },
  lastPayment: { zh: '最近一笔 {rrn}', en: 'Last payment {rrn}' },
  software: {
    zh: '软件密钥，不是经认证的加密机；演示世界的银行、商户和卡都是虚构的。',
    en: 'Software keys: this is no certified HSM. Banks, merchants and cards of the demo world are made up.',
  },
  console: { zh: '控制台', en: 'Console' },
  terminal: { zh: '训练终端', en: 'Training terminal' },
  design: { zh: '设计语言', en: 'Design' },
  offNote: {
    zh: '演示世界未加载，训练终端不可用；用 npx tillgate up --demo 启动。',
    en: 'The demo world is not loaded, so the training terminal is off; start with npx tillgate up --demo.',
  },
} satisfies Texts;
