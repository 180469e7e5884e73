// What the phone shows a holder: payments that wait, cards, and what was paid, each in the words for a cardholder.
// Nothing here writes.

import { explainTransaction } from '../explain/index.js';
import type {
  AwaitingPayment,
  Holder,
  HolderCard,
  HolderCode,
  HolderPayment,
  PhoneView,
  Words,
} from '../http/api.js';
import { policyOf } from '../issuer/index.js';
import type { CardRow, Directory, Figures, Sql } from '../store/index.js';

const PAYMENTS = 50;
const PIN_TRIES = 3;

interface PaymentRow {
  readonly rrn: string;
  readonly received_at: number;
  readonly kind: string;
  readonly state: string;
  readonly amount_minor: number;
  readonly currency: string;
  readonly answer_code: string;
  readonly reason: string;
  readonly figures: Figures;
  readonly terminal_id: string;
  readonly pan_masked: string | null;
  readonly name_zh: string | null;
  readonly name_en: string | null;
  readonly city_zh: string | null;
  readonly city_en: string | null;
  readonly is_disputed: boolean;
}

export interface ViewPorts {
  readonly sql: Sql;
  readonly directory: Pick<Directory, 'issuer'>;
  now(): number;
}

export async function holderView(ports: ViewPorts, holder: Holder, passkeys: number): Promise<PhoneView> {
  const now = ports.now();
  const [cards, payments] = await Promise.all([cardsOf(ports, holder), paymentsOf(ports.sql, holder)]);
  const waits = (row: PaymentRow): boolean => row.state === 'awaiting' && expiryOf(row) > now;
  return {
    ...{ now, holder, passkeys, cards },
    awaiting: payments.filter(waits).map(awaitingOf),
    payments: payments.filter((row) => !waits(row)).map(paymentOf),
  };
}

async function paymentsOf(sql: Sql, { holderId }: Holder): Promise<readonly PaymentRow[]> {
  const rows = await sql.unsafe(
    `select t.rrn, t.received_at, t.kind, t.state, t.amount_minor, t.currency, t.answer_code, t.reason, t.figures,
       t.terminal_id, t.pan_masked, m.name_zh, m.name_en, m.city_zh, m.city_en, d.rrn is not null as is_disputed
     from card c join transaction t using (card_id) left join merchant m using (merchant_id)
       left join disputed_payment d on d.rrn = t.rrn
     where c.holder_id = $1 order by t.received_at desc limit $2`,
    [holderId, PAYMENTS],
  );
  return rows as unknown as readonly PaymentRow[];
}

type HolderCardRow = CardRow & { readonly code_zh: string | null; readonly code_en: string | null };

function codeOf(card: HolderCardRow, now: number): HolderCode | null {
  if (card.code_hash === null || card.code_used || card.code_until <= now) return null;
  const { code_zh: zh, code_en: en } = card;
  return {
    ...{ kind: card.code_kind, limitMinor: card.code_limit_minor, goodUntil: card.code_until },
    merchantName: zh === null || en === null ? null : { zh, en },
    needsPhone: card.code_needs_phone,
  };
}

async function cardsOf(
  { sql, directory, now }: ViewPorts,
  { holderId }: Holder,
): Promise<readonly HolderCard[]> {
  const rows = (await sql.unsafe(
    `select c.*, a.balance_minor as available_minor, m.name_zh as code_zh, m.name_en as code_en
     from card c join account a using (account_id) left join merchant m on m.merchant_id = c.code_merchant_id
     where c.holder_id = $1 order by c.card_id`,
    [holderId],
  )) as unknown as readonly HolderCardRow[];
  return rows.flatMap((card) => {
    const issuer = directory.issuer(card.issuer_id);
    if (!issuer) return [];
    return {
      cardId: Number(card.card_id),
      panMasked: `${card.pan_first6}******${card.pan_last4}`,
      issuerName: { zh: issuer.name_zh, en: issuer.name_en },
      product: card.product,
      status: card.status,
      availableMinor: card.available_minor,
      onlinePin: card.online_pin,
      isPinLocked: card.pin_tries >= PIN_TRIES,
      noPinLimitMinor: card.no_pin_limit_minor,
      bankNoPinLimitMinor: policyOf(issuer, card).rules.perPaymentMinor,
      perTransactionMinor: card.per_transaction_minor,
      dailyMinor: card.daily_minor,
      phoneConfirmAboveMinor: card.phone_confirm_above_minor,
      pinAndPhoneAboveMinor: card.pin_and_phone_above_minor,
      payHours: card.pay_hours,
      stripeUse: card.stripe_use,
      code: codeOf(card, now()),
    };
  });
}

function placeOf(row: PaymentRow) {
  return {
    merchantName: { zh: row.name_zh ?? '', en: row.name_en ?? '' },
    city: { zh: row.city_zh ?? '', en: row.city_en ?? '' },
    panMasked: row.pan_masked ?? '',
  };
}

function awaitingOf(row: PaymentRow): AwaitingPayment {
  return {
    ...{ rrn: row.rrn, at: row.received_at, expiresAt: expiryOf(row), amountMinor: row.amount_minor },
    ...{ currency: row.currency, terminalId: row.terminal_id, ...placeOf(row) },
    isConfirmed: row.figures.confirmedBy !== undefined,
    text: inBoth(row, 'text') ?? { zh: '', en: '' },
  };
}

function paymentOf(row: PaymentRow): HolderPayment {
  // One that its terminal never came back for: for the holder it is over.
  const seen = row.state === 'awaiting' ? { ...row, state: 'declined', reason: 'phone.expired' } : row;
  return {
    ...{ rrn: row.rrn, at: row.received_at, kind: row.kind, state: seen.state },
    ...{ amountMinor: row.amount_minor, currency: row.currency, ...placeOf(row) },
    text: inBoth(seen, 'text') ?? { zh: '', en: '' },
    counterfactual: inBoth(seen, 'counterfactual'),
    isDisputed: row.is_disputed,
  };
}

function expiryOf({ figures }: PaymentRow): number {
  return Number(figures.expiresAt ?? 0);
}

function inBoth(row: PaymentRow, what: 'text' | 'counterfactual'): Words | null {
  const zh = explainTransaction(row, 'cardholder', 'zh')[what];
  const en = explainTransaction(row, 'cardholder', 'en')[what];
  return zh === null || en === null ? null : { zh, en };
}
