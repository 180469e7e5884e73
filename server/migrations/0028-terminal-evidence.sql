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
