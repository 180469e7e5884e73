// What the cardholder and the engineer are told when the terminal itself ends an action; cashier and merchant read its
// own text.

import type { LocalFailure } from './local-failure.js';

type Told = readonly [holderZh: string, holderEn: string, engineerZh: string, engineerEn: string];

const WAIT = ['请稍候', 'One moment'] as const;
const NOT_CHARGED = ['未扣款', 'You were not charged'] as const;
const BEING_REVERSED = [
  '结果未知；如已扣款将自动退回',
  'Not known yet; what was taken is given back',
] as const;
const NOT_YOURS = ['与您的付款无关', 'This is not about your payment'] as const;

export const localFailureWords: Readonly<Record<LocalFailure, Told>> = {
  busy: [...WAIT, '另一操作正在进行', 'another action is under way'],
  'not-signed-on': [...WAIT, '当日未签到或工作密钥已清除', 'no sign-on of today, or its keys were cleared'],
  'journal-full': [...WAIT, '流水达到 journalLimit', 'the journal has reached journalLimit'],
  'reversal-pending': [
    ...WAIT,
    '待发冲正未得到 00、12 或 25',
    'the pending reversal got neither 00, 12 nor 25',
  ],
  cancelled: [...NOT_CHARGED, '在发送前取消', 'cancelled before anything was sent'],
  'invalid-pin': [
    '密码为 4 至 12 位数字',
    'A PIN has 4 to 12 digits',
    '密码长度不在 4 至 12 之间',
    'a PIN of another length',
  ],
  'new-pins-differ': [
    '两次新密码不一致，密码未改',
    'The two entries differ; your PIN is as it was',
    '密码键盘内两次输入不同',
    'the two entries differ inside the PIN pad',
  ],
  'pin-in-doubt': [
    '先试新密码，不对再用原密码',
    'Try the new PIN first, then the old one',
    '同一报文重发后仍无可用应答；改密没有冲正',
    'sent again without an answer that counts; a change of PIN has no reversal',
  ],
  unreachable: [
    ...NOT_CHARGED,
    '未发出任何字节，冲正已删除',
    'no byte left; the stored reversal was deleted',
  ],
  'no-answer': [
    ...BEING_REVERSED,
    '超时或断线，冲正原因 98 已存',
    'time-out or a broken line; a reversal with reason 98 is stored',
  ],
  'answer-unreadable': [
    ...BEING_REVERSED,
    '应答不能解析，冲正原因 06',
    'the answer does not parse; reversal with reason 06',
  ],
  'answer-mismatch': [
    ...BEING_REVERSED,
    '应答的域与请求不符，冲正原因 06',
    'fields of the answer differ; reversal with reason 06',
  ],
  'bad-mac': [
    ...BEING_REVERSED,
    '应答 MAC 不符，冲正原因 A0，签到已失效',
    'the MAC is wrong; reversal with reason A0, sign-on lost',
  ],
  'confirmation-timeout': [
    '未及时在手机上确认，未扣款',
    'Not confirmed on the phone in time; not charged',
    '1A 的时限已过，冲正原因 06',
    'the time for 1A is over; reversal with reason 06',
  ],
  storage: [
    ...BEING_REVERSED,
    '批准后不能落盘，冲正原因 96',
    'an approval could not be stored; reversal with reason 96',
  ],
  'card-refused-answer': [
    ...NOT_CHARGED,
    '卡片拒绝 ARPC，冲正原因 96',
    'the card refused the ARPC; reversal with reason 96',
  ],
  'working-keys': [...WAIT, '域 62 长度不是 24、40 或 60', 'field 62 has none of the lengths 24, 40 and 60'],
  'no-track-key': [...WAIT, '以 004 签到而无磁道密钥', 'signed on with 004 and got no track key'],
  'key-check': [...WAIT, '工作密钥校验值不符', 'the check value of a working key differs'],
  'supervisor-refused': [...WAIT, '主管密码不符', "the supervisor's password does not match"],
  'first-password': [...WAIT, '主管仍用首次密码', 'the supervisor still has the first password'],
  'original-not-found': [...NOT_YOURS, '本批流水中无此凭证号', 'no such trace in the journal of the batch'],
  'original-not-open': [
    ...NOT_YOURS,
    '原交易已撤销、退货或完成',
    'the original was voided, refunded or completed',
  ],
  'other-card': [
    '请用原来的卡',
    'Use the card that paid',
    '卡号与原交易不同',
    'the PAN differs from the original',
  ],
  'card-needed': ['请出示卡片', 'Present your card', '此交易须读卡', 'this transaction needs the card'],
  'amount-above-limit': [
    ...NOT_CHARGED,
    '金额超过该交易允许的比例',
    'the amount is above what the rule allows',
  ],
  'not-allowed': [...NOT_CHARGED, '终端参数不允许', 'switched off by a parameter of the terminal'],
  'advice-waiting': [...NOT_YOURS, '仍有通知未送达', 'an advice still waits to be delivered'],
  'settlement-interrupted': [
    ...WAIT,
    '结算中断，须先续传',
    'a settlement was interrupted and must be resumed',
  ],
  'download-unreadable': [...NOT_YOURS, '下载内容不能解析', 'the download does not parse'],
  'signature-size': ['请重新签名', 'Sign again', '签名图像超出域 62', 'the image does not fit field 62'],
  'no-sign-on': [...WAIT, '此密钥方案无需签到', 'no sign-on with this key scheme'],
  'self-test': [...WAIT, '自检有项目未通过', 'a check of the self-test did not pass'],
  'keys-used-up': [...WAIT, 'DUKPT 计数已用完', 'the DUKPT counter is used up'],
};
