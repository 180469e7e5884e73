// What the fault laboratory says, in both languages.

import type { LabFaultName, Words } from '@tillgate/server/api';
import type { Texts } from '../language/texts.js';

export const faultTexts = {
  title: { zh: '故障实验室', en: 'Fault laboratory' },
  lead: {
    zh: '选一台演示终端和一种故障，线路上的或主机侧的：它接下来的报文会遇到，之后自动解除。发生了什么，写在那笔交易上。',
    en:
      'Choose a demo terminal and a fault, on its line or at the host: its next messages suffer it, then it is off ' +
      'again. What happened is told on the transaction.',
  },
  terminal: { zh: '终端', en: 'Terminal' },
  fault: { zh: '故障', en: 'Fault' },
  times: { zh: '次数', en: 'Messages' },
  arm: { zh: '布置故障', en: 'Arm' },
  disarm: { zh: '解除', en: 'Disarm' },
  armed: { zh: '已布置', en: 'Armed' },
  nothingArmed: { zh: '没有布置故障，线路正常。', en: 'Nothing is armed: the lines are good.' },
  timesLeft: {
    zh: '还剩 {count} 条报文，最迟 {time} 解除',
    en: 'messages left: {count}; off at {time} at the latest',
  },
  done: { zh: '已发生', en: 'Done' },
  seeTransactions: { zh: '看这台终端的交易', en: 'Transactions of this terminal' },
  noDemo: {
    zh: '只有演示环境里才有故障实验室（tillgate up --demo）。',
    en: 'The laboratory is there in the demo world only (tillgate up --demo).',
  },
} as const satisfies Texts;

/** What each fault does and what the terminal makes of it. */
export const faultWords: Readonly<Record<LabFaultName, { readonly name: Words; readonly does: Words }>> = {
  cut: {
    name: { zh: '断线', en: 'Cut' },
    does: {
      zh: '应答发出一半就断线；终端冲正。',
      en: 'The line ends in the middle of the answer; the terminal reverses.',
    },
  },
  delay: {
    name: { zh: '超时', en: 'Delay' },
    does: {
      zh: '应答迟于终端时限；终端冲正，迟到的应答无效。',
      en: 'The answer comes after the time limit; the terminal reverses and the late answer counts for nothing.',
    },
  },
  duplicate: {
    name: { zh: '重复', en: 'Duplicate' },
    does: { zh: '主机收到两次请求，只记一次账。', en: 'The host gets the request twice and books it once.' },
  },
  reorder: {
    name: { zh: '乱序', en: 'Reorder' },
    does: {
      zh: '冲正先到，原交易后到；迟到的原交易被拒绝。',
      en: 'The reversal arrives first, its original later; the original is declined.',
    },
  },
  'flip-byte': {
    name: { zh: '错一位', en: 'Flip a bit' },
    does: {
      zh: '请求中一位被改变，MAC 不符；终端重新签到。',
      en: 'One bit of the request changes, its MAC is wrong; the terminal signs on again.',
    },
  },
  'wrong-length': {
    name: { zh: '长度错', en: 'Wrong length' },
    does: {
      zh: '应答的长度少计一字节，终端读不懂；终端冲正。',
      en: 'The answer says one byte less than it has and cannot be read; the terminal reverses.',
    },
  },
  'slow-bytes': {
    name: { zh: '慢线路', en: 'Slow bytes' },
    does: {
      zh: '应答逐字节到达；终端等到收齐。',
      en: 'The answer comes byte by byte; the terminal waits for all of it.',
    },
  },
  'hsm-down': {
    name: { zh: '加密机不可用', en: 'HSM down' },
    does: {
      zh: '加密机不应答；交易被拒 A7 安全处理失败。',
      en: 'The HSM does not answer; the payment is refused, A7.',
    },
  },
  'stale-keys': {
    name: { zh: '终端恢复了旧密钥', en: 'Stale keys' },
    does: {
      zh: '如同终端由备份恢复：主机认的是更晚一次签到的密钥；A0，随后要求签到。',
      en: 'As after a restore: the host holds keys of a later sign-on; A0, then it asks the terminal to sign on.',
    },
  },
  'copied-terminal': {
    name: { zh: '克隆终端', en: 'Copied terminal' },
    does: {
      zh: '另一台同号终端刚签到并交易；本机 A0。做两次，把握更大。',
      en: 'A terminal of the same name has just signed on and paid; A0 here. Twice makes it surer.',
    },
  },
  'half-rotation': {
    name: { zh: '密钥只换了一半', en: 'Half a change of keys' },
    does: {
      zh: '主机只换了 PIN 密钥；下一笔输密码的交易得 99。',
      en: 'The host has changed the PIN key alone; the next payment with a PIN gets 99.',
    },
  },
  'clock-off': {
    name: { zh: '时钟差一天', en: 'Clock off' },
    does: {
      zh: '主机时钟快一天，签到视为过期；C1。',
      en: "The host's clock is a day ahead, so that the sign-on has expired; C1.",
    },
  },
  'answer-lost': {
    name: { zh: '应答丢失', en: 'Answer lost' },
    does: {
      zh: '主机已提交，应答丢失；终端冲正。',
      en: 'The host has committed and the answer is lost; the terminal reverses.',
    },
  },
};
