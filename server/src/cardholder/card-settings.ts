// What holders set for their own cards: freeze and unfreeze, report lost or stolen, online PIN, and limits. It counts
// from the next payment on, since payments read the card under its lock.

import type { CardSettings, Holder, PhoneRefusal } from '../http/api.js';
import type { Sql } from '../store/index.js';

/** From which states a holder may bring a card into another; a lost card stays lost until the bank replaces it. */
const FROM: Readonly<Record<NonNullable<CardSettings['status']>, readonly string[]>> = {
  active: ['frozen', 'active'],
  frozen: ['active', 'frozen'],
  lost: ['active', 'frozen', 'blocked', 'inactive', 'lost'],
  stolen: ['active', 'frozen', 'blocked', 'inactive', 'lost', 'stolen'],
};

const COLUMNS = {
  status: 'status',
  onlinePin: 'online_pin',
  noPinLimitMinor: 'no_pin_limit_minor',
  perTransactionMinor: 'per_transaction_minor',
  dailyMinor: 'daily_minor',
  phoneConfirmAboveMinor: 'phone_confirm_above_minor',
  pinAndPhoneAboveMinor: 'pin_and_phone_above_minor',
  payHours: 'pay_hours',
  stripeUse: 'stripe_use',
} as const satisfies Readonly<Record<keyof CardSettings, string>>;

export async function setCard(
  sql: Sql,
  { holderId }: Holder,
  cardId: number,
  settings: CardSettings,
): Promise<'set' | PhoneRefusal> {
  const names = Object.keys(COLUMNS).filter((name) => name in settings) as Array<keyof CardSettings>;
  if (names.length === 0) return 'TG_SETTING_REFUSED';
  const from = settings.status ? FROM[settings.status] : Object.keys(FROM).concat('inactive');
  const changes = names.map((name, at) => `${COLUMNS[name]} = $${at + 4}`).join(', ');
  const values = names.map((name) => settings[name] ?? null);
  const set = await sql.unsafe(
    `update card set ${changes}
     where card_id = $1 and holder_id = $2 and status = any (string_to_array($3, ',')) returning 1`,
    [cardId, holderId, from.join(','), ...values],
  );
  return set.length === 1 ? 'set' : 'TG_SETTING_REFUSED';
}

/** False for a payment that is not of the holder's cards. */
export async function disputePayment(
  sql: Sql,
  { holderId }: Holder,
  rrn: string,
  at: number,
): Promise<boolean> {
  const found = await sql.unsafe(
    `with own as (select t.rrn from transaction t join card c using (card_id) where t.rrn = $1 and c.holder_id = $2),
       added as (insert into disputed_payment select rrn, $2, $3 from own on conflict (rrn) do nothing)
     select rrn from own`,
    [rrn, holderId, at],
  );
  return found.length === 1;
}
