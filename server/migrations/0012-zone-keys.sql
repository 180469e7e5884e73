-- Keys shared with banks have generations. The blocks of the live one stand in the bank's row; here stands what is
-- known of each: check value, age, and what became of it.

alter table issuer
  add column zone_master   text,  -- key block K1: keys exchanged with this bank travel under it; null: none are
  add column zpk_in_before text;  -- the bank's copy of the generation before, for PIN blocks that are under way

create table zone_key (
  issuer_id  text    not null references issuer,
  role       text    not null check (role in ('zpk', 'pvk', 'imk-ac')),
  -- Key version number of its blocks, which say 00 where it is older than the counting.
  generation integer not null check (generation between 1 and 1295),
  -- `accepted`: nothing is encrypted under it any more, what comes under it is still decrypted.
  state      text    not null check (state in ('live', 'accepted', 'retired', 'compromised')),
  kcv        text    not null,
  created_at bigint  not null,     -- ms since 1970 UTC
  ended_at   bigint,               -- when another took its place
  primary key (issuer_id, role, generation)
);
create unique index zone_key_live on zone_key (issuer_id, role) where state = 'live';

-- Of keys that are there already: the check value stands in the block's header.
insert into zone_key (issuer_id, role, generation, state, kcv, created_at)
  select issuer_id, role, 1, 'live', coalesce(substring(block from 'KC0C00([0-9A-F]{6})'), ''),
    (extract(epoch from now()) * 1000)::bigint
  from issuer, lateral (values ('zpk', zpk_out), ('pvk', pvk), ('imk-ac', imk_ac)) as key (role, block)
  where block is not null;
