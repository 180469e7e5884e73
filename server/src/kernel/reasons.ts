// The registry of reasons: why a request was declined, a PIN demanded or a message refused. One entry gives
// the answer code (field 39), what each person may be told, and what to do next, in Chinese and English.
// `{name}` stands for a figure of the decision; names ending in Minor print as an amount.

import { bankReasons } from './bank-reasons.js';
import { cardDataReasons } from './card-data-reasons.js';
import { chipReasons } from './chip-reasons.js';
import { cvmReasons } from './cvm-reasons.js';
import { assert } from './fault.js';
import { followerReasons } from './follower-reasons.js';
import { holderRuleReasons } from './holder-rule-reasons.js';
import { paymentCodeReasons } from './payment-code-reasons.js';
import { phoneReasons } from './phone-reasons.js';
import { pinChangeReasons } from './pin-change-reasons.js';
import {
  askToCallBank,
  callAcquirer,
  callBank,
  checkCardRow,
  later,
  notCharged,
  nothing,
  otherCard,
  payAgainLater,
  type Reason,
  type ReasonDraft,
  signOnAgain,
  signOnFirst,
  signOnLater,
  words,
} from './reason-words.js';
import { securityReasons } from './security-reasons.js';

export type { Audience, Language, Reason, Words } from './reason-words.js';

const table = {
  approved: {
    answerCode: '00',
    cashier: words('交易成功', 'Approved'),
    cardholder: words('支付成功', 'Paid'),
    engineer: words('已批准：记账与应答在同一次提交', 'Approved; postings and answer in one commit'),
    next: [nothing, nothing, nothing],
  },
  'approved.with-signature': {
    answerCode: '00',
    cashier: words('交易成功，请持卡人签名', 'Approved; ask for the signature'),
    cardholder: words('支付成功，请签名', 'Paid; please sign'),
    engineer: words('已批准：此卡以签名代替密码', 'Approved; this card signs instead of a PIN'),
    next: [
      words('请持卡人在签购单上签名', 'Have the receipt signed'),
      words('请签名', 'Sign the receipt'),
      nothing,
    ],
  },
  'reversal.done': {
    answerCode: '00',
    cashier: words('冲正成功', 'Reversed'),
    cardholder: words('已退回账户', 'Returned to your account'),
    engineer: words('原交易已冲正，入账已反向', 'The original is reversed and its postings mirrored'),
    next: [nothing, nothing, nothing],
  },
  'reversal.nothing-to-do': {
    answerCode: '00',
    cashier: words('原交易未扣款，无需冲正', 'The original took no money'),
    cardholder: notCharged,
    engineer: words('原交易本已拒绝，冲正无效果', 'The original had been declined; no effect'),
    next: [nothing, nothing, nothing],
  },
  'reversal.original-unknown': {
    answerCode: '25',
    cashier: words('找不到原交易，无需冲正', 'No such original; nothing to reverse'),
    cardholder: notCharged,
    engineer: words(
      '未收到原交易，已留记录：其后到达的原交易将被拒绝',
      'No original under this trace; a tombstone was written, so a late original is declined',
    ),
    next: [nothing, nothing, words('查看终端到主机的网络', 'Look at the network between terminal and host')],
  },
  'reversal.came-first': {
    answerCode: '12',
    cashier: words('该交易已被冲正', 'This payment had already been reversed'),
    cardholder: notCharged,
    engineer: words(
      '冲正 {reversalRrn} 先于此报文，原交易不再批准',
      'Reversal {reversalRrn} came before this message, so its original is not approved',
    ),
    next: [words('请重新发起交易', 'Start a new payment'), nothing, nothing],
  },
  'reversal.amount-differs': {
    answerCode: '64',
    cashier: words('与原交易金额不符', 'The amount differs from the original'),
    cardholder: words('冲正未完成', 'The reversal was not done'),
    engineer: words('冲正金额与原交易不同', 'Field 4 of the reversal differs from the original'),
    next: [callAcquirer, callBank, words('检查终端的冲正报文', "Check the terminal's reversal message")],
  },
  'reversal.card-differs': {
    answerCode: '12',
    cashier: words('冲正与原交易的卡不同', 'The reversal names another card than its original'),
    cardholder: words('冲正未完成', 'The reversal was not done'),
    engineer: words('冲正域 2 与原交易不同', 'Field 2 of the reversal differs from the original'),
    next: [callAcquirer, callBank, words('检查终端的冲正报文', "Check the terminal's reversal message")],
  },
  'signed-on': {
    answerCode: '00',
    cashier: words('签到成功', 'Signed on'),
    cardholder: words('终端已签到', 'The terminal signed on'),
    engineer: words(
      '新工作密钥已下发，首次使用时生效',
      'New working keys handed out; they take over at first use',
    ),
    next: [nothing, nothing, nothing],
  },
  done: {
    answerCode: '00',
    cashier: words('成功', 'Done'),
    cardholder: words('成功', 'Done'),
    engineer: words('管理类报文已处理', 'Management message answered'),
    next: [nothing, nothing, nothing],
  },
  'message.format': {
    answerCode: '30',
    cashier: words('报文格式错误', 'Format error'),
    cardholder: notCharged,
    engineer: words(
      '报文无法解析：域 {field}，偏移 {offset}',
      'The message breaks at field {field}, offset {offset}',
    ),
    next: [
      words('重试一次，仍失败请报修终端软件', 'Retry once, then report the terminal software'),
      payAgainLater,
      words('用 tillgate decode 查看报文', 'Look at the bytes with tillgate decode'),
    ],
  },
  'message.duplicate': {
    answerCode: '94',
    cashier: words('重复交易', 'Duplicate'),
    cardholder: words('请查看账单确认是否已付', 'Check your account before paying again'),
    engineer: words(
      '流水号 {trace} 已用于另一笔内容不同的交易',
      'Trace {trace} already names a payment with other content',
    ),
    next: [
      words('停止操作，查看终端流水', 'Stop and look at the journal'),
      nothing,
      words('检查终端流水号是否被重置', "Check whether the terminal's trace was reset"),
    ],
  },
  'message.not-served': {
    answerCode: '40',
    cashier: words('不支持的交易', 'Not supported'),
    cardholder: notCharged,
    engineer: words('主机不处理此类报文', 'The host does not serve this message'),
    next: [words('请使用其他交易', 'Use another transaction'), nothing, nothing],
  },
  'amount.invalid': {
    answerCode: '13',
    cashier: words('无效金额', 'Invalid amount'),
    cardholder: notCharged,
    engineer: words('域 4 缺失或为零', 'Field 4 is missing or zero'),
    next: [words('重新输入金额', 'Enter the amount again'), nothing, nothing],
  },
  'currency.invalid': {
    answerCode: '12',
    cashier: words('币种无效', 'Invalid currency'),
    cardholder: notCharged,
    engineer: words('域 49 为 {currency}，只受理 156', 'Field 49 is {currency}; only 156 is accepted'),
    next: [words('检查终端参数', "Check the terminal's parameters"), nothing, nothing],
  },
  'terminal.unknown': {
    answerCode: '97',
    cashier: words('终端未登记', 'Unknown terminal'),
    cardholder: notCharged,
    engineer: words(
      '域 41 的终端号未登记或已停用',
      'Field 41 names no registered terminal, or a retired one',
    ),
    next: [callAcquirer, otherCard, words('在主机登记该终端', 'Register the terminal')],
  },
  'terminal.suspended': {
    answerCode: '58',
    cashier: words('终端已暂停使用', 'This terminal is suspended'),
    cardholder: notCharged,
    engineer: words('终端状态为暂停', 'The terminal is suspended'),
    next: [
      callAcquirer,
      words('请到其他终端付款', 'Pay at another terminal'),
      words('查明暂停原因', 'Find out why it was suspended'),
    ],
  },
  'terminal.certificate': {
    answerCode: '58',
    cashier: words('终端证书不符', "This terminal's certificate is another's"),
    cardholder: notCharged,
    engineer: words(
      '连接证书属于终端 {certifiedTerminalId}，域 41 却是另一台',
      'The certificate of the connection is that of terminal {certifiedTerminalId}; field 41 names another',
    ),
    next: [
      callAcquirer,
      words('请到其他终端付款', 'Pay at another terminal'),
      words(
        '可能是克隆终端：查明证书被谁使用，必要时吊销',
        'A clone, perhaps: find who uses the certificate; revoke it',
      ),
    ],
  },
  'merchant.mismatch': {
    answerCode: '03',
    cashier: words('无效商户', 'Invalid merchant'),
    cardholder: notCharged,
    engineer: words('域 42 不是该终端的商户', "Field 42 is not this terminal's merchant"),
    next: [callAcquirer, nothing, words('核对终端参数', "Check the terminal's parameters")],
  },
  'key.not-signed-on': {
    answerCode: 'C1',
    cashier: words('终端未签到', 'The terminal is not signed on'),
    cardholder: notCharged,
    engineer: words('主机没有该终端的工作密钥', 'The host holds no working keys of this terminal'),
    next: [signOnFirst, payAgainLater, nothing],
  },
  'key.expired': {
    answerCode: 'C1',
    cashier: words('签到已过期', 'The sign-on has expired'),
    cardholder: notCharged,
    engineer: words(
      '工作密钥属于 {signedOn}，签到只在当日有效',
      'The working keys are of {signedOn}; a sign-on lasts its date',
    ),
    next: [
      signOnAgain,
      payAgainLater,
      words(
        '若当日确已签到，核对主机与终端的日期和时钟；否则无需处理',
        'If it has signed on today, compare date and clock of host and terminal; else nothing',
      ),
    ],
  },
  'key.single-length-refused': {
    answerCode: '58',
    cashier: words('不允许单倍长密钥签到', 'Single-length keys are not allowed'),
    cardholder: notCharged,
    engineer: words('60.3 为 001：单倍长 DES 密钥被拒绝', '60.3 is 001: single-length DES keys are refused'),
    next: [callAcquirer, nothing, words('改用 003 或 004 签到', 'Have the terminal ask for 003 or 004')],
  },
  'mac.wrong': {
    answerCode: 'A0',
    cashier: words('MAC校验错，请重新签到', 'MAC wrong; sign on again'),
    cardholder: notCharged,
    engineer: words('MAC 与当前及待用密钥都不符', 'The MAC fits neither the current nor the pending key'),
    next: [
      signOnAgain,
      payAgainLater,
      words('核对终端 MAC 密钥校验值', "Compare the MAC key's check value with the terminal's"),
    ],
  },
  'key.compromised': {
    answerCode: 'A7',
    cashier: words(
      '终端密钥已停用，请联系收单机构',
      "The terminal's key is out of service; call the acquirer",
    ),
    cardholder: notCharged,
    engineer: words(
      '终端主密钥已标记为泄露：它及其下的密钥一律停用',
      "The terminal's key is marked as compromised: it and all that came from it serve no more",
    ),
    next: [
      callAcquirer,
      payAgainLater,
      words('装载新密钥：tillgate terminal load-key', 'Load a new key: tillgate terminal load-key'),
    ],
  },
  'key.own-key-unknown': {
    answerCode: 'A7',
    cashier: words(
      '终端密钥与主机不一致，请联系收单机构',
      "The terminal's key is not the one that the host knows; call the acquirer",
    ),
    cardholder: notCharged,
    engineer: words(
      '终端所报的密钥校验值既不是在用的 {hostKcv}，也不是新下发的',
      'The check value that the terminal names is neither that of the key in use, {hostKcv}, nor of the next one',
    ),
    next: [
      callAcquirer,
      payAgainLater,
      words('重新装载密钥：tillgate terminal load-key', 'Load its key again: tillgate terminal load-key'),
    ],
  },
  'key.bank-ended': {
    answerCode: '91',
    cashier: words('发卡方暂不能核验，请换卡', 'The bank cannot verify this card now; use another one'),
    cardholder: notCharged,
    engineer: words(
      '该行的密钥（区域密码密钥、密码验证密钥或芯片主密钥）已停用，新密钥尚未启用',
      'A key of the bank (zone PIN key, PIN verification key or chip master key) has ended, and no other is in force',
    ),
    next: [
      words('请换一张卡', 'Use another card'),
      words('联系发卡行', 'Call the bank'),
      words('查看 tillgate keys list', 'See tillgate keys list'),
    ],
  },
  'key.serial-number': {
    answerCode: 'A7',
    cashier: words('安全处理失败', 'Security processing failed'),
    cardholder: notCharged,
    engineer: words(
      '域 62 没有该终端的密钥序列号（KSN）',
      "Field 62 does not begin with a key serial number of this terminal's",
    ),
    next: [
      callAcquirer,
      payAgainLater,
      words('核对终端的初始密钥标识与报文规范', "Check the terminal's initial key id and its profile"),
    ],
  },
  'key.serial-number-spent': {
    answerCode: 'A7',
    cashier: words('安全处理失败，请重试', 'Security processing failed; try again'),
    cardholder: notCharged,
    engineer: words(
      '密钥序列号计数 {counter} 不大于已用的 {spentCounter}：报文重放，或终端恢复了旧状态',
      'The counter {counter} is not above {spentCounter}: a replayed message, or a terminal set back to an old state',
    ),
    next: [
      words('请重新发起交易', 'Start a new payment'),
      payAgainLater,
      words(
        '若持续出现，为终端重新装载密钥',
        'If it goes on, load a new key into the terminal; look for a copy of it',
      ),
    ],
  },
  'pin.unknown': {
    answerCode: '99',
    cashier: words('PIN格式错，请重新签到', 'PIN block does not decode; sign on again'),
    cardholder: notCharged,
    engineer: words(
      'PIN 块在终端 PIN 密钥下无法解出',
      "The PIN block does not decode under the terminal's PIN key",
    ),
    next: [
      signOnAgain,
      payAgainLater,
      words('核对终端 PIN 密钥校验值及主账号', "Compare the PIN key's check value; check F2 against F35"),
    ],
  },
  'key.no-track-key': {
    answerCode: 'A7',
    cashier: words('安全处理失败，请重新签到', 'Security processing failed; sign on again'),
    cardholder: notCharged,
    engineer: words(
      '磁道已加密，但签到未下发磁道密钥',
      'The track is encrypted and the sign-on gave no track key',
    ),
    next: [signOnAgain, payAgainLater, words('终端须以 004 签到', 'Have the terminal sign on with 004')],
  },
  'hsm.unreachable': {
    answerCode: 'A7',
    cashier: words('安全处理失败', 'Security processing failed'),
    cardholder: notCharged,
    engineer: words('加密机不可用', 'The HSM cannot be reached'),
    next: [signOnLater, payAgainLater, words('检查加密机进程', 'Look at the HSM')],
  },
  'hsm.busy': {
    answerCode: '96',
    cashier: words('系统繁忙，请稍后再试', 'Busy; try again in a moment'),
    cardholder: notCharged,
    engineer: words('加密机排队已满', 'The queue of the HSM is full'),
    next: [later, payAgainLater, words('减少负载或换更快的加密机', 'Less load, or a faster HSM')],
  },
  'host.malfunction': {
    answerCode: '96',
    cashier: words('系统异常', 'System malfunction'),
    cardholder: notCharged,
    engineer: words('处理中断，未作任何记账', 'The unit of work ended; nothing was booked'),
    next: [later, payAgainLater, words('查看主机日志', "Read the host's log")],
  },
  'issuer.unknown': {
    answerCode: '15',
    cashier: words('无此发卡方', 'No such issuer'),
    cardholder: words('此卡不受理', 'This card is not accepted'),
    engineer: words('卡 BIN 没有路由', 'No route for this BIN'),
    next: [otherCard, otherCard, words('登记该卡 BIN', 'Add the BIN to the routing table')],
  },
  'card.unknown': {
    answerCode: '14',
    cashier: words('无效卡号', 'No such card'),
    cardholder: words('卡号无效', 'The card number is not valid'),
    engineer: words('发卡行没有此卡', 'The issuer has no such card'),
    next: [words('重新读卡', 'Read the card again'), callBank, nothing],
  },
  'card.expired': {
    answerCode: '54',
    cashier: words('卡已过期', 'Card expired'),
    cardholder: words('您的卡已于 {expiry} 过期', 'Your card expired {expiry}'),
    engineer: words('卡有效期 {expiry}（年月）已过', 'Expiry {expiry} (YYMM) has passed'),
    next: [
      otherCard,
      words('使用新卡，或联系银行换卡', 'Use your new card, or ask your bank for one'),
      nothing,
    ],
  },
  'card.lost': {
    answerCode: '41',
    cashier: words('挂失卡', 'Lost card'),
    cardholder: words('此卡已挂失', 'This card was reported lost'),
    engineer: words('卡状态：挂失', 'Card status: lost'),
    next: [
      words('在安全的情况下留卡并联系银行', 'Keep the card if it is safe, and call the bank'),
      callBank,
      checkCardRow,
    ],
  },
  'card.stolen': {
    answerCode: '43',
    cashier: words('被窃卡', 'Stolen card'),
    cardholder: words('此卡已报失窃', 'This card was reported stolen'),
    engineer: words('卡状态：被窃', 'Card status: stolen'),
    next: [
      words('在安全的情况下留卡并联系银行', 'Keep the card if it is safe, and call the bank'),
      callBank,
      checkCardRow,
    ],
  },
  'card.frozen': {
    answerCode: '62',
    cashier: words('受限制的卡', 'Restricted card'),
    cardholder: words('您已冻结此卡', 'You have frozen this card'),
    engineer: words('卡状态：持卡人冻结', 'Card status: frozen by its holder'),
    next: [otherCard, words('在手机上解冻后再付', 'Unfreeze the card, then pay'), checkCardRow],
  },
  'card.blocked': {
    answerCode: '62',
    cashier: words('受限制的卡', 'Restricted card'),
    cardholder: words('发卡行为保护您已停用此卡', 'Your bank has blocked this card to protect you'),
    engineer: words(
      '卡状态：发卡行停用，如在可疑终端用过',
      'Card status: blocked by its bank, for instance after use at a suspected terminal',
    ),
    next: [
      otherCard,
      callBank,
      words(
        '查看 tillgate suspects；查实后 tillgate card unblock',
        'See tillgate suspects; when it is clear: tillgate card unblock',
      ),
    ],
  },
  'card.inactive': {
    answerCode: '21',
    cashier: words('该卡未激活', 'Card not active'),
    cardholder: words('此卡尚未激活', 'This card has not been activated'),
    engineer: words('卡状态：未激活', 'Card status: inactive'),
    next: [otherCard, words('请先激活此卡', 'Activate the card first'), checkCardRow],
  },
  'pin.wrong': {
    answerCode: '55',
    cashier: words('密码错误，还可试 {triesLeft} 次', 'Wrong PIN, {triesLeft} tries left'),
    cardholder: words('密码错误，还可试 {triesLeft} 次', 'Wrong PIN, {triesLeft} tries left'),
    engineer: words('PIN 校验不符；已记 {tries} 次', 'The PIN does not verify; {tries} wrong tries counted'),
    next: [
      words('请持卡人重新输入密码', 'Ask for the PIN again'),
      words('请重新输入密码', 'Enter the PIN again'),
      nothing,
    ],
  },
  'pin.locked': {
    answerCode: '75',
    cashier: words('密码错误次数超限', 'PIN tries exceeded'),
    cardholder: words('密码连续错误，卡已锁定', 'Too many wrong PINs; the card is locked'),
    engineer: words('PIN 错误 {tries} 次，已锁定', '{tries} wrong PINs: locked'),
    next: [askToCallBank, words('请联系发卡银行解锁', 'Ask your bank to unlock the PIN'), nothing],
  },
  'pin.too-many-checks': {
    answerCode: '75',
    cashier: words('密码错误次数超限', 'PIN tries exceeded'),
    cardholder: words(
      '短时间内密码错误过多，请稍后再试',
      'Too many wrong PINs in a short time; wait a while',
    ),
    engineer: words(
      '加密机暂停校验此卡或此密钥的密码：短时间内错误过多',
      'The HSM checks no PIN of this card or under this key for now: too many failed in a short time',
    ),
    next: [
      askToCallBank,
      payAgainLater,
      words('查看审计中该卡终端的密码校验', 'Look at the PIN checks in the audit'),
    ],
  },
  'limit.amount': {
    answerCode: '61',
    cashier: words('金额超限', 'Amount limit'),
    cardholder: words('超过限额 {limitMinor}', 'Above your limit of {limitMinor}'),
    engineer: words(
      '限额 {limitMinor}，已用 {usedMinor}，本笔 {amountMinor}',
      'Limit {limitMinor}, used {usedMinor}, this payment {amountMinor}',
    ),
    next: [
      words('减小金额或换卡', 'Smaller amount or another card'),
      words('减小金额，或调整限额', 'Pay less, or raise the limit'),
      nothing,
    ],
  },
  'limit.count': {
    answerCode: '65',
    cashier: words('次数超限', 'Count limit'),
    cardholder: words(
      '今日已付 {usedCount} 次，上限 {limitCount} 次',
      '{usedCount} payments today; the limit is {limitCount}',
    ),
    engineer: words('当日次数 {usedCount}，上限 {limitCount}', 'Count today {usedCount}, limit {limitCount}'),
    next: [
      words('换卡或改日再付', 'Another card, or another day'),
      words('明日再付，或调整限额', 'Pay tomorrow, or raise the limit'),
      nothing,
    ],
  },
  'funds.insufficient': {
    answerCode: '51',
    cashier: words('余额不足', 'Insufficient funds'),
    cardholder: words('余额不足：可用 {availableMinor}', 'Insufficient funds: {availableMinor} available'),
    engineer: words(
      '可用余额 {availableMinor} < {amountMinor}',
      'Available {availableMinor} < {amountMinor}',
    ),
    next: [
      words('换卡或减小金额', 'Another card, or a smaller amount'),
      words('减小金额或充值', 'Pay less, or add funds'),
      nothing,
    ],
  },
  ...bankReasons,
  ...cvmReasons,
  ...chipReasons,
  ...cardDataReasons,
  ...followerReasons,
  ...holderRuleReasons,
  ...paymentCodeReasons,
  ...phoneReasons,
  ...pinChangeReasons,
  ...securityReasons,
} satisfies Readonly<Record<string, ReasonDraft>>;

export type ReasonId = keyof typeof table;

/** Every reason by its identifier. */
export const reasons: ReadonlyMap<string, Reason> = new Map(
  Object.entries<ReasonDraft>(table).map(([id, { next, ...rest }]) => [
    id,
    { id, ...rest, next: { cashier: next[0], cardholder: next[1], engineer: next[2] } },
  ]),
);

/** The entry of a reason that this program itself gives. */
export function reason(id: ReasonId): Reason {
  const entry = reasons.get(id);
  assert(entry, `the registry has ${id}`);
  return entry;
}
