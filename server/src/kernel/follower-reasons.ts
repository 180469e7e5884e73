// Reasons of messages that follow a payment, and of batches: part of the registry in reasons.ts.

import {
  callAcquirer,
  callBank,
  later,
  notCharged,
  nothing,
  type ReasonDraft,
  signOnAgain,
  words,
} from './reason-words.js';

const checkVoucher = words('核对凭证号、参考号和日期', 'Check voucher number, reference number and date');
const nothingChanged = words('原交易未变', 'The payment stays as it was');

export const followerReasons = {
  'approved.offline': {
    answerCode: '00',
    cashier: words('离线交易已入账', 'Offline sale booked'),
    cardholder: words('支付成功', 'Paid'),
    engineer: words('离线交易上送：不作授权，直接入账', 'An offline sale: booked, not authorized'),
    next: [nothing, nothing, nothing],
  },
  'hold.expired': {
    answerCode: '00',
    cashier: words('预授权已到期解冻', 'The hold ran out and was released'),
    cardholder: words('冻结金额已解冻', 'The held amount is free again'),
    engineer: words('冻结到期，主机自动解冻', 'The time of the hold ran out: the host released it'),
    next: [nothing, nothing, nothing],
  },
  'batch.settled': {
    answerCode: 'C1',
    cashier: words('批次 {batch} 已结算，请重新签到', 'Batch {batch} is settled; sign on again'),
    cardholder: notCharged,
    engineer: words(
      '批次 {batch} 已结算，不再接受交易；签到应答给出新批次',
      'Batch {batch} is settled and closed to payments; the answer to a sign-on tells the new one',
    ),
    next: [signOnAgain, nothing, words('核对终端批次号', "Compare the terminal's batch number")],
  },
  'original.unknown': {
    answerCode: '25',
    cashier: words('找不到原交易', 'No such payment'),
    cardholder: nothingChanged,
    engineer: words(
      '域 37、38、61 未指向本商户的任何交易',
      'Fields 37, 38 and 61 name no payment of this merchant',
    ),
    next: [checkVoucher, nothing, words('按参考号查询原交易', 'Look the payment up by its reference number')],
  },
  'original.not-approved': {
    answerCode: '12',
    cashier: words('原交易未成功（{originalCode}）', 'The original was declined ({originalCode})'),
    cardholder: notCharged,
    engineer: words(
      '原交易应答码 {originalCode}，没有资金可动',
      'The original was answered {originalCode}: no money',
    ),
    next: [checkVoucher, nothing, nothing],
  },
  'original.wrong-kind': {
    answerCode: '12',
    cashier: words('原交易类型不支持此操作', 'Not possible for a payment of that kind'),
    cardholder: nothingChanged,
    engineer: words(
      '原交易类型为 {originalKind}，不在配对表内',
      'The original is of kind {originalKind}: not in the table of pairs',
    ),
    next: [checkVoucher, nothing, nothing],
  },
  'original.card-differs': {
    answerCode: '12',
    cashier: words('与原交易的卡不同', 'Not the card of the original'),
    cardholder: nothingChanged,
    engineer: words('域 2 的卡与原交易不同', 'Field 2 names another card than the original'),
    next: [
      words('请用原卡', 'Use the card that paid'),
      words('请用付款的卡', 'Use the card you paid with'),
      nothing,
    ],
  },
  'original.other-terminal': {
    answerCode: '22',
    cashier: words('请在原终端 {originalTerminal} 操作', 'Only at the original terminal {originalTerminal}'),
    cardholder: nothingChanged,
    engineer: words(
      '原交易在终端 {originalTerminal}',
      'The original was made at terminal {originalTerminal}',
    ),
    next: [words('到原终端操作，或改用退货', 'Go to that terminal, or refund'), nothing, nothing],
  },
  'original.settled': {
    answerCode: '22',
    cashier: words(
      '原交易批次 {originalBatch} 已结算',
      'The batch {originalBatch} of the original is settled',
    ),
    cardholder: nothingChanged,
    engineer: words(
      '原交易批次 {originalBatch}，当前 {batch}',
      'Batch of the original {originalBatch}, of this message {batch}',
    ),
    next: [words('请改用退货', 'Refund instead'), nothing, nothing],
  },
  'original.closed': {
    answerCode: '12',
    cashier: words('原交易已处理（{originalState}）', 'Already dealt with ({originalState})'),
    cardholder: nothingChanged,
    engineer: words(
      '原交易状态 {originalState}，不能再操作',
      'The original is {originalState}: it cannot be followed again',
    ),
    next: [words('查看原交易', 'Look at the original'), nothing, nothing],
  },
  'original.amount-differs': {
    answerCode: '64',
    cashier: words('与原交易金额不符：{limitMinor}', 'The amount must be {limitMinor}'),
    cardholder: nothingChanged,
    engineer: words(
      '域 4 为 {amountMinor}，应为 {limitMinor}',
      'Field 4 is {amountMinor}, expected {limitMinor}',
    ),
    next: [words('更正金额', 'Correct the amount'), nothing, nothing],
  },
  'refund.more-than-left': {
    answerCode: '64',
    cashier: words('可退金额为 {limitMinor}', 'At most {limitMinor} can be refunded'),
    cardholder: words('可退 {limitMinor}', '{limitMinor} can be refunded'),
    engineer: words(
      '退货 {amountMinor} > 可退余额 {limitMinor}',
      'Refund {amountMinor} > {limitMinor} left of the original',
    ),
    next: [words('更正金额', 'Correct the amount'), nothing, nothing],
  },
  'completion.more-than-held': {
    answerCode: '61',
    cashier: words('完成金额上限 {limitMinor}', 'At most {limitMinor} can be charged'),
    cardholder: words('未超出您的授权', 'Not charged beyond what you authorized'),
    engineer: words(
      '完成 {amountMinor} > 预授权的 115%（{limitMinor}）',
      'Completion {amountMinor} > 115 % of the hold ({limitMinor})',
    ),
    next: [words('减小金额，余额另行消费', 'Charge less, and the rest as a purchase'), nothing, nothing],
  },
  'tip.too-large': {
    answerCode: '61',
    cashier: words('小费上限 {limitMinor}', 'The tip may be {limitMinor} at most'),
    cardholder: nothingChanged,
    engineer: words(
      '总额 {amountMinor}：小费须大于零且不超过 {limitMinor}',
      'Total {amountMinor}: the tip must be above zero and at most {limitMinor}',
    ),
    next: [words('更正小费', 'Correct the tip'), nothing, nothing],
  },
  'reversal.followed': {
    answerCode: '12',
    cashier: words(
      '原交易其后已处理（{originalState}）',
      'The original was dealt with since ({originalState})',
    ),
    cardholder: nothingChanged,
    engineer: words(
      '原交易（{originalState}）已被撤销、完成、退货或调整，冲正无效果',
      'The original ({originalState}) was voided, completed, refunded or adjusted since; no effect',
    ),
    next: [callAcquirer, callBank, words('查看原交易的后续', 'Look at what followed the original')],
  },
  'settlement.equal': {
    answerCode: '00',
    cashier: words('对账平', 'Totals agree'),
    cardholder: nothing,
    engineer: words('批次 {batch}：双方合计一致', 'Batch {batch}: both sides agree'),
    next: [nothing, nothing, nothing],
  },
  'settlement.unequal': {
    answerCode: '00',
    cashier: words('对账不平，将批上送', 'Totals differ; the batch will be uploaded'),
    cardholder: nothing,
    engineer: words(
      '批次 {batch} 不平：主机借记 {debitCount} 笔 {debitMinor}，贷记 {creditCount} 笔 {creditMinor}',
      'Batch {batch} differs: host has {debitCount} debits of {debitMinor}, {creditCount} credits of {creditMinor}',
    ),
    next: [
      words('等待批上送完成', 'Wait for the upload'),
      nothing,
      words('批上送后查看差异清单', 'See the exceptions after the upload'),
    ],
  },
  'upload.not-settled': {
    answerCode: '12',
    cashier: words('请先结算', 'Settle first'),
    cardholder: nothing,
    engineer: words(
      '批次 {batch} 尚未结算，不接受批上送',
      'Batch {batch} is not settled: no upload is expected',
    ),
    next: [later, nothing, words('核对终端批次号', "Compare the terminal's batch number")],
  },
  'upload.count-differs': {
    answerCode: '00',
    cashier: words('批上送完成', 'Upload complete'),
    cardholder: nothing,
    engineer: words(
      '终端称上送 {announced} 笔，收到 {items} 笔',
      'The terminal announced {announced} items; {items} arrived',
    ),
    next: [
      nothing,
      nothing,
      words('查看终端日志中缺少的明细', "Look for the missing items in the terminal's journal"),
    ],
  },
  'signature.repeated': {
    answerCode: '94',
    cashier: words('签名已上送', 'The signature is here already'),
    cardholder: nothing,
    engineer: words('该交易已有签名，保留第一份', 'This payment has its signature; the first one stays'),
    next: [nothing, nothing, nothing],
  },
} satisfies Readonly<Record<string, ReasonDraft>>;
