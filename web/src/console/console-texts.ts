// What the console says, in both languages.

import type { Texts } from '../language/texts.js';

/** What a page made of one answer says around it. */
export const answerPageTexts = {
  refresh: { zh: '刷新', en: 'Refresh' },
  loading: { zh: '正在取…', en: 'Loading…' },
} satisfies Texts;

export const consoleTexts = {
  transactions: { zh: '交易', en: 'Transactions' },
  books: { zh: '账本', en: 'Books' },
  inDoubt: { zh: '在途', en: 'In doubt' },
  policies: { zh: '免密', en: 'PIN rules' },
  settlements: { zh: '结算', en: 'Settlements' },
  keys: { zh: '密钥', en: 'Keys' },
  terminals: { zh: '终端', en: 'Terminals' },
  suspects: { zh: '可疑终端', en: 'Suspects' },
  lab: { zh: '报文实验室', en: 'Message lab' },
  faults: { zh: '故障实验室', en: 'Fault lab' },
  trainingTerminal: { zh: '训练终端', en: 'Training terminal' },
  signIn: { zh: '登录', en: 'Sign in' },
  signOut: { zh: '退出登录', en: 'Sign out' },
  signInLead: { zh: '查看每一笔交易，以及它为什么这样。', en: 'Every payment, and why it went as it did.' },
  name: { zh: '用户名', en: 'Name' },
  password: { zh: '密码', en: 'Password' },
  firstTime: {
    zh: '首次登录：用户名与初始密码在主机启动时打印一次。',
    en: 'First time here? The host printed a name and a first password when it started.',
  },
  sessionEnded: {
    zh: '会话已结束，请重新登录；之后回到原处。',
    en: 'Your session ended. Sign in to go on here.',
  },
  changeFirst: { zh: '请先设置自己的密码', en: 'Set a password of your own' },
  changeLead: {
    zh: '初始密码只能用来修改它自己。',
    en: 'A first password opens nothing but its own change.',
  },
  currentPassword: { zh: '当前密码', en: 'Current password' },
  newPassword: { zh: '新密码（至少 12 位）', en: 'New password (at least 12 characters)' },
  repeatPassword: { zh: '再次输入新密码', en: 'New password again' },
  passwordsDiffer: { zh: '两次输入的新密码不一致', en: 'The two new passwords differ' },
  changePassword: { zh: '修改密码', en: 'Change password' },
  search: { zh: '查找', en: 'Search' },
  searchHint: {
    zh: '参考号 12 · 凭证号 6 · 终端 8 · 卡尾号 4',
    en: 'RRN 12 · trace 6 · terminal 8 · last four 4',
  },
  searchLength: {
    zh: '请输入完整的号码：参考号 12 位、凭证号 6 位、终端号 8 位或卡尾号 4 位',
    en: 'Type a whole number: RRN 12, trace 6, terminal 8, or the last 4 digits of a card',
  },
  clear: { zh: '清除', en: 'Clear' },
  help: { zh: '快捷键', en: 'Keys' },
  live: { zh: '实时', en: 'Live' },
  paused: { zh: '已暂停更新', en: 'Paused' },
  lost: { zh: '连接中断，正在重连', en: 'Connection lost; reconnecting' },
  connecting: { zh: '正在连接', en: 'Connecting' },
  asOf: { zh: '截至 {time}', en: 'as of {time}' },
  waiting: { zh: '{count} 条新交易', en: '{count} new' },
  older: { zh: '更早的交易', en: 'Older transactions' },
  colTime: { zh: '时间 {zone}', en: 'Time {zone}' },
  colKind: { zh: '交易', en: 'Kind' },
  colState: { zh: '状态', en: 'State' },
  colAmount: { zh: '金额', en: 'Amount' },
  colCard: { zh: '卡号', en: 'Card' },
  colTerminal: { zh: '商户 / 终端', en: 'Merchant / terminal' },
  colReason: { zh: '原因', en: 'Reason' },
  emptyTitle: { zh: '还没有交易', en: 'No transactions yet' },
  emptyLead: {
    zh: '在训练终端上做一笔，或在命令行：',
    en: 'Make one on the training terminal, or from the command line:',
  },
  nothingFound: { zh: '没有找到“{search}”', en: 'Nothing found for “{search}”' },
  nothingFoundLead: {
    zh: '核对号码，或清除查找。命令行可用：',
    en: 'Check the number, or clear the search. On the command line:',
  },
  close: { zh: '关闭', en: 'Close' },
  openAsPage: { zh: '整页打开', en: 'Open as page' },
  backToList: { zh: '返回列表', en: 'Back to the list' },
  copy: { zh: '复制', en: 'Copy' },
  copied: { zh: '已复制', en: 'Copied' },
  copyCommand: { zh: '复制为命令', en: 'Copy as command' },
  loadFailed: { zh: '没有取到', en: 'Could not load' },
  tryAgain: { zh: '重试', en: 'Try again' },
} satisfies Texts;
