// Why an action ended without an answer that counts: what the terminal found out by itself, with the words
// for the cashier and what to do next.

import type { Message } from '@tillgate/iso8583';
import type { LocalFailure } from './local-failure.js';
import { localFailureWords } from './local-failure-words-table.js';

interface Words {
  readonly zh: string;
  readonly en: string;
}

/** What others than the cashier are told. */
export interface Told {
  readonly merchant: Words;
  readonly cardholder: Words;
  readonly engineer: Words;
}

export interface LocalFailureEntry {
  readonly text: Words;
  readonly advice: Words;
}

const entry = (zh: string, en: string, adviceZh: string, adviceEn: string): LocalFailureEntry => ({
  text: { zh, en },
  advice: { zh: adviceZh, en: adviceEn },
});

export const localFailures: Readonly<Record<LocalFailure, LocalFailureEntry>> = {
  busy: entry('终端忙', 'The terminal is busy', '等待当前交易结束', 'wait for the action under way'),
  'not-signed-on': entry('请先签到', 'Not signed on today', '签到', 'sign on'),
  'journal-full': entry('交易流水满', 'The journal is full', '先结算', 'settle first'),
  'reversal-pending': entry(
    '冲正未完成',
    'A reversal is not confirmed yet',
    '稍后再试,冲正会自动重发',
    'try later; the reversal is sent again first',
  ),
  cancelled: entry('交易取消', 'Cancelled', '无需处理', 'nothing to do'),
  'invalid-pin': entry('密码须为4至12位数字', 'A PIN is 4 to 12 digits', '重新输入', 'enter it again'),
  'new-pins-differ': entry(
    '两次新密码不一致,未发送',
    'The new PIN was not entered the same twice; nothing was sent',
    '重新修改密码',
    'start the change again',
  ),
  'pin-in-doubt': entry(
    '应答超时,不知密码是否已改',
    'No answer: the PIN may be changed or not',
    '先试新密码;不对再用原密码',
    'try the new PIN first, then the old one',
  ),
  unreachable: entry(
    '通讯失败,未发送',
    'The host cannot be reached',
    '检查线路后重试',
    'check the line, retry',
  ),
  'no-answer': entry(
    '应答超时,结果未知',
    'No answer: outcome unknown',
    '勿再刷卡;终端将先冲正此笔',
    'do not charge again; this payment is reversed first',
  ),
  'answer-unreadable': entry(
    '应答报文错误',
    'The answer cannot be read',
    '勿再刷卡;终端将先冲正此笔',
    'do not charge again; this payment is reversed first',
  ),
  'answer-mismatch': entry(
    '应答与请求不符',
    'The answer is not for this request',
    '勿再刷卡;终端将先冲正此笔',
    'do not charge again; this payment is reversed first',
  ),
  'bad-mac': entry(
    '应答MAC错,请重新签到',
    'The MAC of the answer is wrong',
    '重新签到;此笔将被冲正',
    'sign on again; this payment is reversed',
  ),
  'confirmation-timeout': entry(
    '手机确认超时',
    'Not confirmed on the phone in time',
    '此笔将被冲正,可重新交易',
    'this payment is reversed; it can be made again',
  ),
  'card-refused-answer': entry(
    '卡片拒绝交易',
    "The card does not take the answer for its bank's",
    '交易将冲正，请换一张卡',
    'the payment is reversed; use another card',
  ),
  storage: entry(
    '存储故障',
    'Storage failed',
    '检查存储后重启终端',
    'check the storage, restart the terminal',
  ),
  'working-keys': entry(
    '工作密钥长度错',
    'Working keys of an illegal length',
    '联系收单机构',
    'call the acquirer',
  ),
  'no-track-key': entry(
    '未下发磁道密钥,拒绝签到',
    'The host sent no track key',
    '联系收单机构',
    'call the acquirer',
  ),
  'supervisor-refused': entry(
    '主管密码不对',
    "The supervisor's password is wrong",
    '由主管重新输入',
    'let the supervisor enter it again',
  ),
  'first-password': entry(
    '主管须先改首次密码',
    'The supervisor still has the first password',
    '以操作员 00 登录并设置自己的密码',
    'log in as operator 00 and set an own one',
  ),
  'original-not-found': entry(
    '无此原交易',
    'No such original in this batch',
    '核对凭证号;隔日请退货',
    'check the voucher number; of another day: refund',
  ),
  'original-not-open': entry(
    '原交易已撤销或已完成',
    'The original is void or completed already',
    '查看流水',
    'look at the journal',
  ),
  'other-card': entry(
    '与原交易卡号不符',
    'Not the card of the original',
    '出示原卡',
    'present the same card',
  ),
  'card-needed': entry('须出示原卡', 'The card is needed', '出示原卡', 'present the same card'),
  'amount-above-limit': entry(
    '金额超过允许比例',
    'The amount is above the limit',
    '减小金额',
    'enter a smaller amount',
  ),
  'not-allowed': entry(
    '终端参数不允许',
    'Not allowed by the parameters of the terminal',
    '联系收单机构',
    'call the acquirer',
  ),
  'advice-waiting': entry(
    '已保存,等待主机确认',
    'Kept; the host has not confirmed it yet',
    '勿重复操作;终端会自动重发',
    'do not repeat it; the terminal sends it again',
  ),
  'settlement-interrupted': entry(
    '结算未完成',
    'A settlement is not finished',
    '再次结算以继续',
    'settle again to go on',
  ),
  'download-unreadable': entry(
    '下载内容有误',
    'The download cannot be read',
    '重新下载;仍有误则联系收单机构',
    'download again; else call the acquirer',
  ),
  'signature-size': entry(
    '签名图像过大或为空',
    'The image of the signature is empty or too large',
    '重新签名',
    'sign again',
  ),
  'no-sign-on': entry(
    '一笔一密,无需签到',
    'Each message has keys of its own: there is no sign-on',
    '直接交易',
    'just pay',
  ),
  'keys-used-up': entry(
    '初始密钥已用尽',
    'The initial key is used up',
    '由收单机构装载新密钥',
    'have the acquirer load a new one',
  ),
  'self-test': entry(
    '自检发现问题',
    'The self-test found something',
    '按所列各项处理',
    'do what is said beside each item',
  ),
  'key-check': entry('密钥校验值不符', 'A key check value is wrong', '核对主密钥', 'compare the master key'),
};

/** Fields of an answer that must echo the request (the amount may change in a partial approval). */
const echoedFields = [3, 4, 11, 25, 41, 42, 49] as const;

/**
 * The first part of an answer that does not fit its request, `mti` or a field number; undefined when all do.
 * An answer that approves nothing may leave fields out, but what it has must fit.
 */
export function findMismatch(request: Message, answer: Message, answerMti: string): string | undefined {
  if (answer.mti !== answerMti) return 'mti';
  const code = answer.text(39);
  if (code === undefined) return '39';
  for (const field of echoedFields) {
    const [sent, got] = [request.text(field), answer.text(field)];
    if (sent === undefined || (field === 4 && code === '10')) continue;
    if (got === undefined && code !== '00' && field !== 11) continue;
    if (got !== sent) return String(field);
  }
  return undefined;
}

/** By audience; cashier and merchant read the entry's own text. */
export function failureTold(failure: LocalFailure): Told {
  const [holderZh, holderEn, engineerZh, engineerEn] = localFailureWords[failure];
  const { text } = localFailures[failure];
  return {
    merchant: text,
    cardholder: { zh: holderZh, en: holderEn },
    engineer: { zh: engineerZh, en: engineerEn },
  };
}
