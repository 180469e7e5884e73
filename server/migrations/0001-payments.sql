-- The books and what they are about. Money is integer minor units everywhere; keys stand here only as
-- X9.143 key blocks under the HSM's local master key; a PAN only sealed and as a keyed hash.

create table issuer (
  issuer_id            text primary key,
  name_zh              text not null,
  name_en              text not null,
  pin_verification     text not null check (pin_verification in ('visa-pvv', 'ibm-3624')),
  decimalisation_table text,
  zpk_out              text not null,  -- the switch's copy: encrypts towards the bank
  zpk_in               text not null,  -- the bank's copy: decrypts what arrives
  pvk                  text not null
);

create table bin (
  prefix    text primary key,
  issuer_id text not null references issuer
);

create table merchant (
  merchant_id        text primary key check (length(merchant_id) = 15),
  mcc                text not null,
  name_zh            text not null,
  name_en            text not null,
  city_zh            text not null,
  city_en            text not null,
  fee_basis_points   integer not null check (fee_basis_points between 0 and 10000),
  no_pin_limit_minor bigint not null
);

create table terminal (
  terminal_id       text primary key check (length(terminal_id) = 8),
  merchant_id       text not null references merchant,
  profile           text not null,
  serial_number     text not null,
  status            text not null check (status in ('active', 'suspended', 'retired')),
  pin_required_code boolean not null,
  batch             integer not null default 1,
  tmk               text not null,
  tmk_kcv           text not null,
  -- Two sets of working keys: the one in use, and the one handed out by the newest sign-on, which takes
  -- over with the first message made under it (the answer to a sign-on may be lost).
  current_keys      json,
  pending_keys      json,
  version           integer not null default 0
);

create table account (
  account_id    text primary key,
  kind          text not null
                check (kind in ('cardholder', 'hold', 'clearing', 'receivable', 'payable', 'fee', 'opening')),
  owner         text not null,
  currency      text not null,
  -- Kept for cardholder accounts only, where a payment must be decided under lock; the others are sums.
  balance_minor bigint not null default 0,
  constraint no_overdraft check (balance_minor >= 0)
);

create table card (
  card_id                    bigint primary key,
  issuer_id                  text not null references issuer,
  account_id                 text not null references account,
  pan_hash                   text not null unique,
  pan_sealed                 text not null,
  pan_first6                 text not null,
  pan_last4                  text not null,
  pan_length                 integer not null,
  expiry                     text not null,
  sequence                   text not null,
  product                    text not null check (product in ('debit', 'credit')),
  status                     text not null check (status in ('active', 'inactive', 'frozen', 'lost', 'stolen')),
  online_pin                 boolean not null,
  signature_instead_of_pin   boolean not null default false,
  pin_reference              json not null,  -- PVV or offset: never a PIN
  pin_tries                  integer not null default 0 check (pin_tries between 0 and 3),
  per_transaction_minor      bigint not null,
  daily_minor                bigint not null,
  daily_count                integer not null,
  day                        text not null default '',
  day_spent_minor            bigint not null default 0,
  day_count                  integer not null default 0
);

-- One row per request that was parsed and answered, refused ones too: RRN (F37) is the name of the row.
create table transaction (
  rrn           text primary key,
  identity      text unique,          -- null when the request was refused before it could have an effect
  kind          text not null,
  state         text not null,
  terminal_id   text not null,
  merchant_id   text not null,
  batch         text not null,
  trace         text not null,
  business_date text not null,
  received_at   bigint not null,      -- ms since 1970 UTC
  amount_minor  bigint not null,
  currency      text not null,
  card_id       bigint,
  issuer_id     text,
  pan_masked    text,
  pan_last4     text,
  entry_mode    text not null,
  answer_code   text not null,
  reason        text not null,
  figures       json not null,        -- what the decision was made of: limits, counts, tries left
  auth_code     text,
  content_hash  text,
  original_rrn  text,
  sequence      bigint generated always as identity
);
create index transaction_by_sequence on transaction (sequence desc);
create index transaction_by_trace on transaction (trace, terminal_id);
create index transaction_by_last4 on transaction (pan_last4) where pan_last4 is not null;
create index transaction_by_original on transaction (original_rrn) where original_rrn is not null;

-- A reversal that met no original: the original that still arrives is declined.
create table tombstone (
  identity text primary key,
  rrn      text not null
);

-- A loop: called for every row, where a query of its own would cost ten times as much.
create function sums_to_zero(amounts bigint[]) returns boolean
  language plpgsql immutable strict as $$
  declare
    total numeric := 0;
    amount bigint;
  begin
    foreach amount in array amounts loop
      total := total + amount;
    end loop;
    return total = 0;
  end $$;

-- One row is one balanced set of postings, so that half a set cannot exist and an unbalanced one is refused.
create table entry_set (
  entry_set_id  bigint generated always as identity primary key,
  rrn           text,                 -- the payment it is about
  caused_by     text,                 -- the request that made it: the payment itself, or its reversal
  purpose       text not null,
  currency      text not null,
  accounts      text[] not null,
  amounts_minor bigint[] not null,
  at            bigint not null,
  constraint same_length check (cardinality(accounts) = cardinality(amounts_minor)),
  constraint balanced check (sums_to_zero(amounts_minor))
);
create index entry_set_by_rrn on entry_set (rrn);

create view posting as
  select entry_set_id, rrn, caused_by, purpose, currency, account_id, amount_minor, at
  from entry_set, unnest(accounts, amounts_minor) as leg (account_id, amount_minor);

-- Where the microseconds went and the masked bytes: written after the answer, riding on the next commit.
create table trace (
  rrn      text primary key,
  steps    json not null,
  messages json not null
);
-- Kept in the row as it is: packing two thousand bytes of text a payment costs more than the room it saves.
alter table trace set (toast_tuple_target = 8160);

create sequence rrn_block;

-- People of the console.
create table staff (
  name                 text primary key,
  role                 text not null check (role in ('administrator', 'engineer', 'analyst')),
  password_hash        text not null,
  must_change_password boolean not null,
  failed_tries         integer not null default 0,
  locked_until         bigint not null default 0
);

create table session (
  token_hash text primary key,
  name       text not null references staff,
  started_at bigint not null,
  seen_at    bigint not null
);
