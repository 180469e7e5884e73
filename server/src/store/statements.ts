// The statements of a step, in one place. Rows travel as one JSON text a table: one parameter however many rows. Every
// column is named: a newer version may add others while this one still serves, and a plan that is kept must not break.

const TERMINAL_COLUMNS = `
  terminal_id, merchant_id, profile, serial_number, status, pin_required_code, batch, tmk, tmk_kcv, current_keys,
  pending_keys, version, devices, centre_request, ksn_counter, tmk_generation, tmk_created_at, tmk_compromised,
  tmk_uses, key_uses, next_own_key, previous_keys`;

export const LOAD_TERMINALS = `
  select ${TERMINAL_COLUMNS} from terminal where terminal_id = any (string_to_array($1::text, ','))
  order by terminal_id for no key update`;

/** The same without their locks, for the directory. */
export const READ_TERMINALS = `
  select ${TERMINAL_COLUMNS} from terminal where terminal_id = any (string_to_array($1::text, chr(31)))`;

const CARD_COLUMNS = `
  card_id, issuer_id, c.account_id, pan_hash, pan_first6, pan_last4, pan_length, expiry, sequence, product,
  status, online_pin, signature_instead_of_pin, pin_reference, pin_tries,
  per_transaction_minor, daily_minor, daily_count, day, day_spent_minor, day_count, code_hash, code_until,
  code_kind, code_limit_minor, code_merchant_id, code_used, code_needs_phone,
  highest_atc, atc_open, cvm_policy, no_pin_limit_minor,
  phone_confirm_above_minor, pin_and_phone_above_minor, pay_hours, stripe_use, is_new,
  unverified_minor, unverified_count, day_unverified_minor, day_unverified_count, cvm_epoch,
  a.balance_minor as available_minor`;

export const LOAD_CARDS = `
  select ${CARD_COLUMNS} from card c join account a using (account_id)
  where pan_hash = any (string_to_array($1::text, ',')) order by card_id for no key update of c, a`;

const TRANSACTION_COLUMNS = `
  rrn, identity, kind, state, terminal_id, merchant_id, batch, trace, business_date, received_at,
  amount_minor, currency, card_id, issuer_id, pan_masked, pan_last4, entry_mode, answer_code, reason, figures,
  auth_code, content_hash, original_rrn, side, movement, held_minor, captured_minor, refunded_minor`;

export const LOAD_TRANSACTIONS = `
  select ${TRANSACTION_COLUMNS} from transaction where identity = any (string_to_array($1::text, ','))`;

/** Transactions by RRN, by identity, by voucher, or by card and authorization code: an index for each way. */
const NAMED = `
  wanted as (select * from json_to_recordset($1::text::json) as w (
    "rrn" text, "identity" text, "terminalId" text, "batch" text, "trace" text, "panHash" text, "authCode" text)),
  by_name as (
    select t.rrn from wanted w join transaction t on t.rrn = w.rrn
    union select t.rrn from wanted w join transaction t on t.identity = w.identity
    union select t.rrn from wanted w
      join transaction t on t.trace = w.trace and t.terminal_id = w."terminalId" and t.batch = w.batch
    union select t.rrn from wanted w join card c on c.pan_hash = w."panHash"
      join transaction t on t.card_id = c.card_id and t.auth_code = w."authCode"
        and t.kind in ('pre-authorization', 'completion', 'completion-advice'))`;

// What the references name, and the original behind each, and the one behind that: a reversal of a void of a
// completion looks back as far as the pre-authorization.
export const LOAD_NAMED = `
  with recursive ${NAMED},
    chain as (
      select t.rrn, t.original_rrn from by_name join transaction t using (rrn)
      union select o.rrn, o.original_rrn from chain c join transaction o on o.rrn = c.original_rrn)
  select ${TRANSACTION_COLUMNS} from transaction where rrn in (select rrn from chain)`;

/** The card that the newest of the named transactions was paid with. */
export const cardNamed = (columns: string): string => `
  with ${NAMED}
  select ${columns} from by_name join transaction t using (rrn) join card c using (card_id)
  order by t.received_at desc limit 1`;

export const LOAD_BATCHES = `
  select ${TRANSACTION_COLUMNS} from json_to_recordset($1::text::json) as w (terminal_id text, batch text)
    join transaction t using (terminal_id, batch) where t.auth_code is not null`;

const SETTLEMENT_COLUMNS = `
  terminal_id, batch, merchant_id, rrn, settled_at, host_totals, terminal_totals, state, outcome, closed_at,
  announced_items, exceptions`;
const BATCH_ITEM_COLUMNS = 'terminal_id, batch, list, trace, pan_masked, amount_minor';

export const LOAD_SETTLEMENTS = `
  select ${SETTLEMENT_COLUMNS} from json_to_recordset($1::text::json) as w (terminal_id text, batch text)
    join settlement s using (terminal_id, batch)`;

export const LOAD_BATCH_ITEMS = `
  select ${BATCH_ITEM_COLUMNS} from json_to_recordset($1::text::json) as w (terminal_id text, batch text)
    join batch_item i using (terminal_id, batch)`;

export const LOAD_TOMBSTONES = `
  select identity, rrn from tombstone where identity = any (string_to_array($1::text, ','))`;

export const ADD_TRANSACTIONS = `
  insert into transaction (${TRANSACTION_COLUMNS})
  select ${TRANSACTION_COLUMNS} from json_populate_recordset(null::transaction, $1::text::json)
  on conflict (rrn) do nothing`;

export const CHANGE_TRANSACTIONS = `
  update transaction t set state = n.state, answer_code = n.answer_code, reason = n.reason, figures = n.figures,
    auth_code = n.auth_code, movement = n.movement,
    held_minor = n.held_minor, captured_minor = n.captured_minor, refunded_minor = n.refunded_minor
  from json_populate_recordset(null::transaction, $1::text::json) n where t.rrn = n.rrn`;

export const CHANGE_CARDS = `
  update card c set status = n.status, pin_reference = n.pin_reference, pin_tries = n.pin_tries, day = n.day,
    day_spent_minor = n.day_spent_minor, day_count = n.day_count,
    code_hash = n.code_hash, code_until = n.code_until,
    code_merchant_id = n.code_merchant_id, code_used = n.code_used, highest_atc = n.highest_atc, atc_open = n.atc_open,
    is_new = n.is_new, unverified_minor = n.unverified_minor, unverified_count = n.unverified_count,
    day_unverified_minor = n.day_unverified_minor, day_unverified_count = n.day_unverified_count,
    cvm_epoch = n.cvm_epoch
  from json_populate_recordset(null::card, $1::text::json) n where c.card_id = n.card_id`;

export const CHANGE_ACCOUNTS = `
  update account a set balance_minor = n.available_minor
  from json_to_recordset($1::text::json) as n (account_id text, available_minor bigint)
  where a.account_id = n.account_id`;

export const CHANGE_TERMINALS = `
  update terminal t set status = n.status, batch = n.batch, current_keys = n.current_keys,
    pending_keys = n.pending_keys, previous_keys = n.previous_keys, devices = n.devices,
    centre_request = n.centre_request, version = n.version,
    tmk = n.tmk, tmk_kcv = n.tmk_kcv, tmk_generation = n.tmk_generation, tmk_created_at = n.tmk_created_at,
    next_own_key = n.next_own_key, tmk_uses = n.tmk_uses, key_uses = n.key_uses, ksn_counter = n.ksn_counter
  from json_populate_recordset(null::terminal, $1::text::json) n where t.terminal_id = n.terminal_id`;

export const ADD_ENTRY_SETS = `
  insert into entry_set (rrn, caused_by, purpose, currency, accounts, amounts_minor, at)
  select rrn, caused_by, purpose, currency, accounts, amounts_minor, at
  from json_populate_recordset(null::entry_set, $1::text::json)`;

export const ADD_TOMBSTONES = `
  insert into tombstone (identity, rrn)
  select identity, rrn from json_populate_recordset(null::tombstone, $1::text::json)
  on conflict (identity) do nothing`;

const FORWARD_COLUMNS = `
  rrn, issuer_id, card_id, purpose, state, tries, refusals, next_at, created_at, confirmed_at, last_outcome`;

export const LOAD_FORWARDS = `
  select ${FORWARD_COLUMNS} from forward where rrn = any (string_to_array($1::text, ','))`;

/** Behind the transactions: a forward names its own. */
export const PUT_FORWARDS = `
  insert into forward (${FORWARD_COLUMNS})
  select ${FORWARD_COLUMNS} from json_populate_recordset(null::forward, $1::text::json)
  on conflict (rrn) do update set state = excluded.state, tries = excluded.tries, refusals = excluded.refusals,
    next_at = excluded.next_at, confirmed_at = excluded.confirmed_at, last_outcome = excluded.last_outcome`;

export const PUT_SETTLEMENTS = `
  insert into settlement (${SETTLEMENT_COLUMNS})
  select ${SETTLEMENT_COLUMNS} from json_populate_recordset(null::settlement, $1::text::json)
  on conflict (terminal_id, batch) do update set terminal_totals = excluded.terminal_totals,
    host_totals = excluded.host_totals, state = excluded.state, outcome = excluded.outcome,
    closed_at = excluded.closed_at, announced_items = excluded.announced_items, exceptions = excluded.exceptions`;

export const ADD_BATCH_ITEMS = `
  insert into batch_item (${BATCH_ITEM_COLUMNS})
  select ${BATCH_ITEM_COLUMNS} from json_populate_recordset(null::batch_item, $1::text::json)
  on conflict do nothing`;

export const ADD_SIGNATURES = `
  insert into signature (rrn, image, at)
  select rrn, image, at from json_populate_recordset(null::signature, $1::text::json)
  on conflict (rrn) do nothing`;

export const ADD_TRACES = `
  insert into trace (rrn, steps, messages, certified)
  select rrn, steps, messages, certified from json_populate_recordset(null::trace, $1::text::json)
  on conflict (rrn) do nothing`;

/** Banks with their policies in force: of each name the newest version that is published. */
export const READ_ISSUERS = `
  select i.*, coalesce(p.policies, '{}') as cvm_policies from issuer i left join (
    select issuer_id,
      json_object_agg(name, json_build_object('name', name, 'version', version, 'rules', rules)) as policies
    from (
      select distinct on (issuer_id, name) * from cvm_policy where state = 'published'
      order by issuer_id, name, version desc) newest
    group by issuer_id) p using (issuer_id)`;
