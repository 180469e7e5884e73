-- Certificates of terminals: what was issued, and what was taken back. Keys are the terminals' own.

create table terminal_certificate (
  serial      text primary key,     -- lower-case hex
  terminal_id text not null references terminal,
  not_before  bigint not null,      -- ms since 1970 UTC
  not_after   bigint not null,
  revoked_at  bigint
);
create index terminal_certificate_by_terminal on terminal_certificate (terminal_id);

-- A terminal speaks the standard dialect unless its row names another.
alter table terminal alter column profile set default 'cup-pos';
