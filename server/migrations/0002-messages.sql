-- Payments that are followed by others: what each request moved, what is held and taken of a payment now, and
-- the settled batches of a terminal with what it uploaded of them.

alter table transaction
  add column movement       json,
  add column held_minor     bigint not null default 0,
  add column captured_minor bigint not null default 0,
  add column refunded_minor bigint not null default 0,
  -- What is given back never exceeds what was taken, whatever the program says.
  add constraint never_more_back_than_taken
    check (held_minor >= 0 and refunded_minor >= 0 and refunded_minor <= captured_minor);

update transaction t set captured_minor = case when state = 'approved' then amount_minor else 0 end,
  movement = json_build_object('heldMinor', 0, 'capturedMinor', amount_minor, 'overdrawnMinor', 0, 'feeMinor',
    (select coalesce(sum(amount_minor), 0) from posting
     where rrn = t.rrn and caused_by = t.rrn and account_id like 'fee:%'))
where kind = 'purchase' and state in ('approved', 'reversed');

-- Only what was approved has a code: the others are never settled and never named.
create index transaction_by_batch on transaction (terminal_id, batch) where auth_code is not null;
create index transaction_by_authorization on transaction (card_id, auth_code)
  where kind in ('pre-authorization', 'completion', 'completion-advice');

alter table account drop constraint account_kind_check;
alter table account add constraint account_kind_check check
  (kind in ('cardholder', 'hold', 'clearing', 'receivable', 'payable', 'fee', 'opening', 'overdrawn'));
insert into account (account_id, kind, owner, currency)
  select 'overdrawn:' || owner, 'overdrawn', owner, currency from account where kind = 'clearing';

alter table card
  add column code_hash  text unique,
  add column code_until bigint not null default 0;

alter table terminal
  add column devices        json,
  add column centre_request text not null default '0' check (centre_request ~ '^[0-6]$');

create table settlement (
  terminal_id     text not null references terminal,
  batch           text not null,
  merchant_id     text not null references merchant,
  rrn             text not null,
  settled_at      bigint not null,
  host_totals     json not null,
  terminal_totals json not null,
  state           text not null check (state in ('settled', 'closed')),
  outcome         text not null check (outcome in ('equal', 'unequal')),
  closed_at       bigint,
  announced_items integer,
  exceptions      json not null,
  primary key (terminal_id, batch)
);
create index settlement_by_time on settlement (settled_at desc);

create table batch_item (
  terminal_id  text not null,
  batch        text not null,
  list         text not null,
  trace        text not null,
  pan_masked   text not null,
  amount_minor bigint not null,
  primary key (terminal_id, batch, list, trace)
);

create table signature (
  rrn   text primary key,
  image text not null,
  at    bigint not null
);

-- What terminals download: the keys that chip cards are checked with, and how each application is accepted.
create table ca_public_key (
  rid       text not null,
  key_index text not null,
  fields    text not null,          -- BER-TLV in hexadecimal, as it is sent
  primary key (rid, key_index)
);
create table chip_application (
  aid    text primary key,
  fields text not null
);
