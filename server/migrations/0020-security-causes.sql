-- Why security processing failed: the set of working keys before the ones in use, under which a terminal may still
-- send, and the cause that was found for a refused message.

alter table terminal add column previous_keys json;  -- as current_keys; one set back, and no further

create table security_cause (
  rrn        text primary key,
  cause      text not null,
  confidence real not null check (confidence between 0 and 1),
  figures    json not null,           -- {name: figure}, as those of a transaction
  at         bigint not null          -- milliseconds since 1970 UTC
);
