// What F39 says: for the cashier's screen, the receipt, and the terminal's next step.

import { answerCodeWords } from './answer-code-words-table.js';

/**
 * A approved, P partly approved, D declined, C call the issuer, K keep the card, R retry later, S security
 * (sign on again), F error about a related transaction, N not final: the terminal has something to do.
 */
export type AnswerClass = 'A' | 'P' | 'D' | 'C' | 'K' | 'R' | 'S' | 'F' | 'N';

export interface AnswerCode {
  readonly code: string;
  readonly class: AnswerClass;
  /** What the cashier sees. */
  readonly text: { readonly zh: string; readonly en: string };
  /** What to do next. */
  readonly advice: { readonly zh: string; readonly en: string };
  /** What others are told; the merchant reads the cashier's text. */
  readonly cardholder: { readonly zh: string; readonly en: string };
  readonly engineer: { readonly zh: string; readonly en: string };
}

type Row = readonly [code: string, class_: AnswerClass, zh: string, en: string, doZh: string, doEn: string];

const rows: readonly Row[] = [
  ['00', 'A', '交易成功', 'Approved', '交易完成', 'finished'],
  [
    '01',
    'C',
    '请持卡人与发卡银行联系',
    'Refer to the issuer',
    '请持卡人致电发卡银行',
    'the holder phones the bank',
  ],
  ['03', 'D', '无效商户', 'Invalid merchant', '联系收单机构', 'call the acquirer'],
  ['04', 'K', '此卡无效,没收', 'Pick up the card', '在安全的前提下留下卡片', 'keep the card if it is safe'],
  [
    '05',
    'D',
    '持卡人认证失败',
    'Holder not authenticated',
    '核对信息或换卡',
    'check the data or use another card',
  ],
  ['06', 'D', '交易失败,联系发卡机构', 'Failed, ask the issuer', '重试一次', 'retry once'],
  ['10', 'P', '部分批准', 'Partly approved', '收取余下金额', 'collect the rest'],
  ['11', 'A', 'VIP客户', 'Approved, VIP', '交易完成', 'finished'],
  ['12', 'F', '无效交易', 'Invalid transaction', '检查原交易', 'check the original'],
  ['13', 'D', '无效金额', 'Invalid amount', '重新输入金额', 're-enter the amount'],
  ['14', 'D', '无效卡号', 'No such card', '重新读卡', 'read the card again'],
  ['15', 'D', '无此发卡方', 'No such issuer', '换卡', 'use another card'],
  ['1A', 'N', '请在手机上确认', 'Confirm on the phone', '出示二维码', 'show the QR code'],
  ['19', 'R', '请重新交易', 'Enter again', '重试', 'retry'],
  ['21', 'D', '该卡未初始化或睡眠卡', 'Card not active', '联系发卡银行', 'contact the bank'],
  ['22', 'F', '操作有误或超出允许天数', 'Related transaction refused', '检查原交易', 'check the original'],
  ['25', 'F', '找不到原始交易', 'Original not found', '核对凭证号', 'check the trace'],
  ['30', 'R', '报文格式错误', 'Format error', '重试;仍失败则报修', 'retry, else report the software'],
  ['34', 'K', '作弊卡', 'Suspected fraud', '留下卡片并致电', 'keep the card and call'],
  ['38', 'D', '密码错误次数超限', 'PIN tries exceeded', '由发卡银行解锁', 'the bank unlocks it'],
  ['40', 'D', '发卡方不支持的交易', 'Not supported by the issuer', '换其他方式', 'use other means'],
  ['41', 'K', '挂失卡', 'Lost card', '留下卡片', 'keep the card'],
  ['43', 'K', '被窃卡', 'Stolen card', '留下卡片', 'keep the card'],
  ['45', 'D', '请插芯片', 'Insert the chip', '请插入芯片卡', 'insert the chip'],
  ['51', 'D', '余额不足', 'Insufficient funds', '换卡或减少金额', 'another card or a smaller amount'],
  ['54', 'D', '卡已过期', 'Card expired', '换卡', 'use another card'],
  ['55', 'D', '密码错', 'Wrong PIN', '重新输入密码', 're-enter the PIN'],
  ['57', 'D', '不允许此卡交易', 'Not permitted to this card', '换卡', 'use another card'],
  ['58', 'D', '终端不允许该交易', 'Not permitted to the terminal', '联系收单机构', 'call the acquirer'],
  ['59', 'D', '卡片校验错', 'Card check value failed', '改读芯片', 'read the chip'],
  ['61', 'D', '金额超限', 'Amount limit', '减少金额,或插卡并输密码', 'smaller amount, or insert and PIN'],
  ['62', 'D', '受限制的卡', 'Restricted card', '换卡', 'use another card'],
  ['64', 'F', '与原交易金额不符', 'Amount differs from the original', '更正金额', 'correct the amount'],
  ['65', 'D', '次数超限', 'Count limit', '插卡并输密码,或稍后再试', 'insert and PIN, or later'],
  ['68', 'R', '交易超时', 'Issuer answered too late', '查询后再重试', 'query before a retry'],
  ['70', 'N', '请输入密码', 'Enter the PIN', '请持卡人输入密码', 'the holder enters the PIN'],
  ['75', 'D', '密码错误次数超限', 'PIN tries exceeded', '由发卡银行解锁', 'the bank unlocks it'],
  ['90', 'R', '系统日切,请稍后重试', 'Cut-over, try later', '稍候', 'wait'],
  ['91', 'R', '发卡方不能操作', 'Issuer unavailable', '稍后再试', 'try later'],
  ['92', 'R', '线路异常', 'Route unavailable', '稍后再试', 'try later'],
  ['94', 'F', '重复交易', 'Duplicate transaction', '停止并查看流水', 'stop and look at the journal'],
  ['96', 'R', '系统异常', 'System malfunction', '稍后再试', 'try later'],
  ['97', 'D', '终端未登记', 'Unknown terminal', '联系收单机构', 'call the acquirer'],
  ['98', 'R', '发卡方超时', 'No answer from the issuer', '先查询,随后冲正', 'query; a reversal follows'],
  ['99', 'S', 'PIN格式错,请重新签到', 'PIN format error', '重新签到', 'sign on again'],
  ['A0', 'S', 'MAC校验错,请重新签到', 'MAC error', '重新签到', 'sign on again'],
  ['A2', 'A', '交易成功,请向发卡行确认', 'Approved, confirm with issuer', '交易完成', 'finished'],
  ['A4', 'A', '交易成功,请向发卡行确认', 'Approved, confirm with issuer', '交易完成', 'finished'],
  ['A5', 'A', '交易成功,请向发卡行确认', 'Approved, confirm with issuer', '交易完成', 'finished'],
  ['A6', 'A', '交易成功,请向发卡行确认', 'Approved, confirm with issuer', '交易完成', 'finished'],
  [
    'A7',
    'S',
    '安全处理失败',
    'Security processing failed',
    '重新签到;仍失败则查原因',
    'sign on; see the cause',
  ],
  ['C1', 'R', '受理方状态非法', 'Terminal not signed on', '签到', 'sign on'],
  ['Y1', 'A', '脱机成功', 'Approved offline', '交易完成', 'finished'],
  ['Y3', 'A', '脱机成功', 'Approved offline', '交易完成', 'finished'],
  ['Z1', 'D', '脱机失败', 'Declined offline', '换卡', 'use another card'],
  ['Z3', 'D', '脱机失败', 'Declined offline', '换卡', 'use another card'],
];

const words = new Map(answerCodeWords.map((row) => [row[0], row]));

export const answerCodes: ReadonlyMap<string, AnswerCode> = new Map(
  rows.map(([code, class_, zh, en, doZh, doEn]) => [code, entryOf(code, class_, [zh, en], [doZh, doEn])]),
);

type Pair = readonly [zh: string, en: string];

function entryOf(code: string, class_: AnswerClass, [zh, en]: Pair, [doZh, doEn]: Pair): AnswerCode {
  const [, holderZh, holderEn, engineerZh, engineerEn] = words.get(code) ?? ['', zh, en, zh, en];
  return {
    ...{ code, class: class_, text: { zh, en }, advice: { zh: doZh, en: doEn } },
    cardholder: { zh: holderZh, en: holderEn },
    engineer: { zh: engineerZh, en: engineerEn },
  };
}

/** True for the codes that mean the payment stands: class A, and P for the amount in the answer. */
export function isApproval(code: string): boolean {
  const known = answerCodes.get(code);
  return known?.class === 'A' || known?.class === 'P';
}
