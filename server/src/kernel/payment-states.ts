// The durable states of a request, and every edge between them: which message, time limit or failure makes which of
// which. One table, for the store that refuses any other change and for the page that prints it. A payment is final,
// or in doubt with an action under way.

export type PaymentState =
  | 'in-doubt'
  | 'awaiting'
  | 'approved'
  | 'held'
  | 'declined'
  | 'reversed'
  | 'voided'
  | 'completed'
  | 'refunded'
  | 'expired'
  | 'done';

export interface Edge {
  /** `new`: the request had no row before. */
  readonly from: PaymentState | 'new';
  readonly to: PaymentState;
  readonly on: { readonly zh: string; readonly en: string };
}

const edge = (from: Edge['from'], to: PaymentState, zh: string, en: string): Edge => ({
  ...{ from, to },
  on: { zh, en },
});

export const paymentEdges: readonly Edge[] = [
  edge('new', 'approved', '批准，记账与应答同一提交', 'approved: booked and answered in one commit'),
  edge('new', 'held', '预授权批准，金额冻结', 'a pre-authorization approved: the amount is held'),
  edge('new', 'declined', '拒绝，未动账', 'declined: no money moved'),
  edge('new', 'done', '无金额的请求已应答', 'a request without money answered'),
  edge('new', 'in-doubt', '已存储，将询问链路另一端的银行', 'stored: a bank behind a link is being asked'),
  edge('new', 'awaiting', '等待持卡人在手机上确认', 'the holder is to confirm on the phone'),
  edge(
    'awaiting',
    'approved',
    '持卡人已确认，终端来取结果',
    'the holder confirmed, and the terminal came for it',
  ),
  edge('awaiting', 'held', '持卡人确认了预授权', 'the holder confirmed the hold'),
  edge('awaiting', 'declined', '持卡人拒绝、超时，或银行拒绝', 'refused, too late, or declined by the bank'),
  edge('awaiting', 'reversed', '终端先发来冲正', "the terminal's reversal came first"),
  edge('in-doubt', 'approved', '银行批准', 'the bank approved'),
  edge('in-doubt', 'held', '银行批准预授权', 'the bank approved the hold'),
  edge(
    'in-doubt',
    'declined',
    '银行拒绝，或链路断开未发出',
    'the bank declined, or nothing could be sent to it',
  ),
  edge(
    'in-doubt',
    'in-doubt',
    '超过时限、断线或主机重启：冲正已存储，转发中',
    'no answer in time, the line broke or the host died: a reversal is stored and on its way',
  ),
  edge('in-doubt', 'declined', '银行确认了冲正', 'the bank confirmed the reversal'),
  edge('in-doubt', 'reversed', '终端先发来冲正', "the terminal's reversal came first"),
  edge('approved', 'reversed', '冲正', 'a reversal, or an answer that could not be delivered'),
  edge('approved', 'voided', '撤销', 'a void'),
  edge('approved', 'refunded', '退货退完', 'refunds up to the last fen'),
  edge('held', 'completed', '预授权完成', 'a completion'),
  edge('held', 'voided', '预授权撤销', 'a void of the hold'),
  edge('held', 'reversed', '冲正', 'a reversal, or an answer that could not be delivered'),
  edge('held', 'expired', '冻结到期', 'the time of the hold ran out'),
  edge('completed', 'held', '完成被撤销或冲正', 'its completion was voided or reversed'),
  edge('voided', 'approved', '撤销被冲正', 'its void was reversed'),
  edge('voided', 'held', '预授权撤销被冲正', 'the void of the hold was reversed'),
  edge('held', 'completed', '完成的撤销被冲正', 'the void of its completion was reversed'),
];

const allowed: ReadonlySet<string> = new Set(paymentEdges.map(({ from, to }) => `${from}>${to}`));

/** Staying in a state is no edge: only amounts and notes change then. */
export function mayBecome(from: PaymentState | 'new', to: PaymentState): boolean {
  return from === to || allowed.has(`${from}>${to}`);
}
