// Words for the codes of the interface: kinds, states, purposes and entry modes. A code that is not here is
// shown as it is.

import type { Words } from '@tillgate/server/api';
import type { Texts } from '../language/texts.js';

export const kindTexts = {
  purchase: { zh: '消费', en: 'Purchase' },
  balance: { zh: '余额查询', en: 'Balance' },
  'qr-sale': { zh: '扫码消费', en: 'QR sale' },
  void: { zh: '消费撤销', en: 'Void' },
  refund: { zh: '退货', en: 'Refund' },
  'pre-authorization': { zh: '预授权', en: 'Pre-authorization' },
  'pre-authorization-void': { zh: '预授权撤销', en: 'Pre-auth. void' },
  completion: { zh: '预授权完成', en: 'Completion' },
  'completion-advice': { zh: '完成通知', en: 'Completion advice' },
  'completion-void': { zh: '完成撤销', en: 'Completion void' },
  'offline-sale': { zh: '离线交易', en: 'Offline sale' },
  adjustment: { zh: '结算调整', en: 'Adjustment' },
  tip: { zh: '小费', en: 'Tip' },
  reversal: { zh: '冲正', en: 'Reversal' },
  'script-result': { zh: '脚本结果', en: 'Script result' },
  'sign-on': { zh: '签到', en: 'Sign-on' },
  'sign-off': { zh: '签退', en: 'Sign-off' },
  echo: { zh: '回响测试', en: 'Echo' },
  settlement: { zh: '批结算', en: 'Settlement' },
  'batch-upload': { zh: '批上送', en: 'Batch upload' },
  'status-upload': { zh: '状态上送', en: 'Status upload' },
  'parameter-download': { zh: '参数下载', en: 'Parameter download' },
  'public-key-query': { zh: '公钥查询', en: 'Key query' },
  'public-key-download': { zh: '公钥下载', en: 'Key download' },
  'public-key-end': { zh: '公钥下载结束', en: 'Key download end' },
  'chip-application-query': { zh: '芯片参数查询', en: 'Chip application query' },
  'chip-application-download': { zh: '芯片参数下载', en: 'Chip application download' },
  'chip-application-end': { zh: '芯片参数下载结束', en: 'Chip application end' },
  signature: { zh: '电子签名', en: 'Signature' },
} satisfies Texts;

export const stateTexts = {
  approved: { zh: '已批准', en: 'Approved' },
  declined: { zh: '已拒绝', en: 'Declined' },
  reversed: { zh: '已冲正', en: 'Reversed' },
  voided: { zh: '已撤销', en: 'Voided' },
  completed: { zh: '已完成', en: 'Completed' },
  refunded: { zh: '已退货', en: 'Refunded' },
  held: { zh: '已冻结', en: 'Held' },
  'in-doubt': { zh: '未决', en: 'In doubt' },
  awaiting: { zh: '待持卡人确认', en: 'Holder asked' },
  settled: { zh: '已结算', en: 'Settled' },
  done: { zh: '完成', en: 'Done' },
  'pin-required': { zh: '待输密码', en: 'PIN required' },
} satisfies Texts;

export const entryTexts = {
  '01': { zh: '手输', en: 'Keyed' },
  '02': { zh: '刷卡', en: 'Swiped' },
  '03': { zh: '扫码', en: 'Scanned' },
  '05': { zh: '插卡', en: 'Chip' },
  '07': { zh: '挥卡', en: 'Contactless' },
  '80': { zh: '降级刷卡', en: 'Fallback swipe' },
  '91': { zh: '挥卡（磁条）', en: 'Contactless stripe' },
  '95': { zh: '插卡', en: 'Chip' },
  '96': { zh: '挥卡', en: 'Contactless' },
  '98': { zh: '挥卡', en: 'Contactless' },
} satisfies Texts;

export const purposeTexts = {
  opening: { zh: '期初', en: 'opening balance' },
  hold: { zh: '冻结', en: 'hold' },
  capture: { zh: '请款', en: 'capture' },
  'capture-reversed': { zh: '请款冲回', en: 'capture reversed' },
  'hold-released': { zh: '解冻', en: 'hold released' },
} satisfies Texts;

export function codeWords(table: Texts, code: string): Words {
  return table[code] ?? { zh: code, en: code };
}
