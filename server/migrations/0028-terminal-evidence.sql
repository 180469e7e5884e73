-- Who said, and who took back, that terminals may run a program.

create table software_step (
  step_id bigint generated always as identity primary key,
  at      bigint not null,  -- ms since 1970 UTC
  hash    text   not null check (hash ~ '^[0-9a-f]{16}$'),
  name    text   not null,
  what    text   not null check (what in ('known', 'withdrawn')),
  by      text   not null
);
insert into software_step (at, hash, name, what, by)
  select at, hash, name, 'known', known_by from known_software order by at;

-- Whether the request came over a connection that the certificate of its own terminal proved; null before this.
alter table trace add column certified boolean;

-- A terminal that was seen from another network than before, by messages whose MAC is right.
create table terminal_move (
  move_id      bigint generated always as identity primary key,
  terminal_id  text   not null,
  at           bigint not null,  -- ms since 1970 UTC
  from_network text   not null,  -- 24 bits of an IPv4 address, 64 of an IPv6 address
  to_network   text   not null
);
create index terminal_move_by_terminal on terminal_move (terminal_id, at);
