-- When a payment without a PIN is asked for one: each bank's policies, and what each card has been used for since
-- its last right PIN.

-- One row a version: the newest published one is in force. Without any, the built-in standard is (cvm-policy.ts).
create table cvm_policy (
  issuer_id    text not null references issuer,
  name         text not null,          -- cards name it: `standard` unless they say otherwise
  version      integer not null check (version > 0),
  rules        json not null,
  state        text not null check (state in ('draft', 'published')),
  proposed_by  text not null,
  published_by text,
  published_at bigint,                 -- ms since 1970 UTC
  primary key (issuer_id, name, version),
  -- Two persons: who proposed it does not publish it.
  constraint four_eyes check (state = 'draft' or published_by <> proposed_by)
);

alter table issuer
  -- ISO 3166-1 numeric: a card of another country than the till's is used abroad.
  add column country text not null default '156' check (length(country) = 3);

alter table card
  add column cvm_policy         text not null default 'standard',
  -- The holder's own limit for payments without a PIN; null: the bank's alone.
  add column no_pin_limit_minor bigint check (no_pin_limit_minor >= 0),
  -- True until its first right PIN.
  add column is_new             boolean not null default false,
  -- Payments without any verification of the holder: since the last right PIN, and of the card's day.
  add column unverified_minor       bigint not null default 0 check (unverified_minor >= 0),
  add column unverified_count       integer not null default 0 check (unverified_count >= 0),
  add column day_unverified_minor   bigint not null default 0 check (day_unverified_minor >= 0),
  add column day_unverified_count   integer not null default 0 check (day_unverified_count >= 0),
  -- Goes up with each right PIN: a payment of an earlier one that is undone gives nothing back.
  add column cvm_epoch          integer not null default 0;

alter table card
  -- Above it the holder confirms on the phone; null: there is none.
  add column phone_confirm_above_minor bigint check (phone_confirm_above_minor >= 0);

alter table merchant
  -- How long a demand for the PIN or the phone stands.
  add column step_up_seconds integer not null default 120 check (step_up_seconds between 10 and 600);
