-- Banks that decide in a process of their own, behind a link that can break: what is still to be told to them, and
-- the money that the merchant's side has booked and the bank has not confirmed yet.

alter table account drop constraint account_kind_check;
alter table account add constraint account_kind_check check
  (kind in ('cardholder', 'hold', 'clearing', 'receivable', 'payable', 'fee', 'opening', 'overdrawn', 'suspense',
    'outside'));
insert into account (account_id, kind, owner, currency)
  select 'suspense:' || owner, 'suspense', owner, currency from account where kind = 'clearing';

-- Whose part of the books a request moves: of both where the bank decides here, else of the one that is here.
alter table transaction
  add column side text not null default 'both' check (side in ('both', 'acquirer', 'issuer'));
create index transaction_in_doubt on transaction (received_at) where state = 'in-doubt';

create index transaction_held on transaction (received_at) where state = 'held';

-- Cards of banks that decide elsewhere are known here by their number only; they get a name in the books.
create sequence outside_card start 1000000000;

create table forward (
  rrn          text primary key references transaction,
  position     bigint generated always as identity,
  issuer_id    text not null references issuer,
  card_id      bigint not null references card,
  purpose      text not null check (purpose in ('advice', 'reversal')),
  state        text not null check (state in ('waiting', 'parked', 'confirmed')),
  tries        integer not null,
  refusals     integer not null,
  next_at      bigint not null,
  created_at   bigint not null,
  confirmed_at bigint,
  last_outcome text not null
);
create index forward_waiting on forward (issuer_id, card_id, position) where state = 'waiting';
create index forward_open on forward (created_at) where state <> 'confirmed';
