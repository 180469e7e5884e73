-- What people and the rule have done about terminals that may be copies: who, when, and what it was for.

create table terminal_case (
  case_id     bigint generated always as identity primary key,
  terminal_id text   not null references terminal,
  at          bigint not null,  -- ms since 1970 UTC
  what        text   not null check (what in ('suspended', 'resumed', 'cards-frozen')),
  by          text   not null,  -- a person; two of them, one after the other; or `rule`
  detail      json   not null   -- score and evidence, or how many cards
);
create index terminal_case_by_terminal on terminal_case (terminal_id, at);

-- One rule for all terminals; no row: nothing is suspended by itself.
create table quarantine_rule (
  only_one boolean primary key default true check (only_one),
  score    numeric(3, 2) not null check (score between 0.5 and 1),
  kinds    integer       not null check (kinds between 1 and 10),
  set_by   text          not null,
  set_at   bigint        not null
);

-- Programs that terminals may run, by what they report of themselves; none: nobody has said which.
create table known_software (
  hash     text primary key check (hash ~ '^[0-9a-f]{16}$'),
  name     text   not null,
  known_by text   not null,
  at       bigint not null
);

-- By its bank, for as long as something speaks against it; what its holder does is `frozen`.
alter table card drop constraint card_status_check;
alter table card add constraint card_status_check
  check (status in ('active', 'inactive', 'frozen', 'blocked', 'lost', 'stolen'));

-- Small, since rows come in the order of time: what happened today is found without reading what was before.
create index transaction_by_time on transaction using brin (received_at) with (pages_per_range = 32);
