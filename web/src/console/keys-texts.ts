// What the page of the key map says, in both languages.

import type { Texts } from '../language/texts.js';

export const keysTexts = {
  title: { zh: '密钥', en: 'Keys' },
  lead: {
    zh: '谁持有哪一代密钥、用了多久、何时更换。这里只有校验值，从不出现密钥。',
    en: 'Who holds which generation of a key, for how long, and when it is due. Check values only, never a key.',
  },
  terminal: { zh: '终端', en: 'Terminal' },
  scheme: { zh: '体系', en: 'Scheme' },
  ownKey: { zh: '终端密钥', en: 'Own key' },
  generation: { zh: '代次', en: 'Generation' },
  age: { zh: '已用', en: 'Age' },
  due: { zh: '下次更换', en: 'Due' },
  workingKeys: { zh: '工作密钥校验值', en: 'Check values of working keys' },
  uses: { zh: '使用次数', en: 'Uses' },
  state: { zh: '状态', en: 'State' },
  pin: { zh: '密码', en: 'PIN' },
  mac: { zh: '鉴别', en: 'MAC' },
  track: { zh: '磁道', en: 'track' },
  none: { zh: '未签到', en: 'not signed on' },
  eachMessage: { zh: '一笔一密', en: 'a key for each message' },
  pending: { zh: '待首次使用', en: 'handed out, not used yet' },
  days: { zh: '{count} 天', en: '{count} days' },
  notHeld: { zh: '尚无人持有', en: 'nobody holds it' },
  good: { zh: '正常', en: 'Good' },
  keyDue: { zh: '须换终端密钥', en: 'Own key due' },
  signOnDue: { zh: '将要求签到', en: 'Sign-on due' },
  compromised: { zh: '已泄露', en: 'Compromised' },
  ifCompromised: { zh: '若此密钥泄露', en: 'If this key were compromised' },
  radius: {
    zh: '自 {since} 起由它而来：工作密钥 {sets} 套、报文 {messages} 条；{cards} 张卡输过密码。',
    en: 'Since {since} came from it: sets of working keys {sets}, messages {messages}, cards with a PIN {cards}.',
  },
  replace: {
    zh: '要更换：终端密钥（装载新密钥）、工作密钥（重新签到），并通知这些卡的发卡行更换密码。',
    en: 'To be replaced: the own key (load a new one), working keys (sign on), and the PINs of those cards.',
  },
  end: { zh: '标记为泄露', en: 'Mark as compromised' },
  typeTerminal: { zh: '输入终端号以确认', en: 'Type the terminal to confirm' },
  ended: {
    zh: '已停用。装载新密钥之前，此终端不能交易：',
    en: 'Ended. This terminal cannot pay until a new key is loaded:',
  },
} satisfies Texts;
