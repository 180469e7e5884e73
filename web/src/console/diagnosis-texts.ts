// What the pages about a terminal's two sides and about spent time say, in both languages.

import type { Texts } from '../language/texts.js';

export const timesTexts = {
  title: { zh: '时间花在哪里', en: 'Where the time went' },
  comparedWith: { zh: '与同类 {count} 笔相比', en: 'beside {count} of its kind' },
  part: { zh: '环节', en: 'Part' },
  took: { zh: '本笔', en: 'This one' },
  median: { zh: '中位', en: 'Median' },
  p95: { zh: '95 % 以内', en: '95 of 100 within' },
  slow: { zh: '偏慢', en: 'slow' },
  notKnown: { zh: '未知', en: 'not known' },
} satisfies Texts;

export const paymentTimesTexts = {
  title: { zh: '最近几笔花在哪里', en: 'Where its last payments spent their time' },
  lead: {
    zh: '毫秒。终端与等待时间是终端在自检中自己报的；网络是它等待的时间减去主机所用。输密码的时间不计。',
    en:
      'Milliseconds. Its own time and its wait are as the terminal told them in its self-test; the network is what ' +
      'it waited less what the host took. The entry of a PIN does not count.',
  },
  at: { zh: '时间', en: 'At' },
  payment: { zh: '参考号', en: 'RRN' },
  kind: { zh: '种类', en: 'Kind' },
  terminalMs: { zh: '终端', en: 'Terminal' },
  networkMs: { zh: '网络', en: 'Network' },
  hostMs: { zh: '主机', en: 'Host' },
  typical: { zh: '中位', en: 'Median' },
} satisfies Texts;

export const diagnosisTexts = {
  title: { zh: '终端诊断', en: 'Terminals' },
  lead: {
    zh: '终端自检所报与主机所存并列，不同之处标出含义与下一步。密钥只比校验值。',
    en:
      'What a terminal said of itself beside what the host holds; each difference with what it means and what to do. ' +
      'Keys by check value only.',
  },
  terminal: { zh: '终端', en: 'Terminal' },
  merchant: { zh: '商户', en: 'Merchant' },
  profile: { zh: '规范', en: 'Profile' },
  ownKey: { zh: '终端密钥', en: 'Own key' },
  workingKeys: { zh: '工作密钥', en: 'Working keys' },
  none: { zh: '未签到', en: 'not signed on' },
  all: { zh: '全部终端', en: 'All terminals' },
  signedOnAt: { zh: '最近签到', en: 'Last sign-on' },
  reportedAt: { zh: '最近自检', en: 'Last self-test' },
  never: { zh: '从未', en: 'never' },
  sides: { zh: '两侧对照', en: 'Side by side' },
  item: { zh: '项目', en: 'Item' },
  terminalSays: { zh: '终端所报', en: 'The terminal says' },
  hostHolds: { zh: '主机所存', en: 'The host holds' },
  verdict: { zh: '结论', en: 'Verdict' },
  same: { zh: '一致', en: 'same' },
  differs: { zh: '不同', en: 'differs' },
  'not-known': { zh: '未知', en: 'not known' },
  next: { zh: '下一步', en: 'Next' },
  allSame: { zh: '两侧一致，没有发现不同。', en: 'Both sides agree.' },
  differing: { zh: '有 {count} 处不同，见下。', en: 'Differences: {count}, named below.' },
  noReport: {
    zh: '终端还没有自检过。在终端上：管理 → 自检；或运行：',
    en: 'This terminal has not tested itself yet. On the terminal: Manage, Self-test; or run:',
  },
  trip: { zh: '自检报文的路程', en: 'The way of its test message' },
  refused: { zh: '最近被拒绝的报文', en: 'Refused of late' },
  noneRefused: { zh: '没有因密钥或身份被拒绝的报文。', en: 'Nothing was refused for its keys or its name.' },
  notKnown: { zh: '未知', en: 'not known' },
} satisfies Texts;

/** Values that a terminal or the host tells as a word. */
export const valueTexts = {
  right: { zh: '正确', en: 'right' },
  refused: { zh: '主机不认', en: 'refused by the host' },
  wrong: { zh: '终端不认', en: 'refused by the terminal' },
  'no-keys': { zh: '没有密钥', en: 'no keys' },
  'no-answer': { zh: '没有应答', en: 'no answer' },
  keypad: { zh: '键盘', en: 'keypad' },
  pinPad: { zh: '密码键盘', en: 'PIN pad' },
  reader: { zh: '读卡器', en: 'card reader' },
  printer: { zh: '打印机', en: 'printer' },
  display: { zh: '显示屏', en: 'display' },
} satisfies Texts;
