-- Keys of terminals have an age, a generation and a number of uses, and a terminal whose messages each have keys of
-- their own has the counter of the last one.

alter table terminal
  -- Of the newest message under AES DUKPT; one that is not above it is a repetition or a fraud.
  add column ksn_counter      bigint  not null default 0,
  -- The terminal's own key: master key, or initial key of AES DUKPT.
  add column tmk_generation   integer not null default 1,
  add column tmk_created_at   bigint  not null default (extract(epoch from now()) * 1000)::bigint,
  add column tmk_compromised  boolean not null default false,
  -- Sets of working keys handed out under the master key of now.
  add column tmk_uses         integer not null default 0,
  -- Messages under the newest working keys: written down now and then, so a host that dies forgets some.
  add column key_uses         bigint  not null default 0;
