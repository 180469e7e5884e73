-- Chip cards: the banks' master keys for cryptograms, how card keys come from them, and each card's counter.

alter table issuer
  add column imk_ac            text,              -- key block E0; null: this bank checks no cryptograms
  add column unique_key_option text not null default 'A' check (unique_key_option in ('A', 'B'));

alter table card
  -- The highest counter of a cryptogram that was right; a card's own counter never goes back.
  add column highest_atc integer not null default 0 check (highest_atc between 0 and 65535),
  -- True while that cryptogram was answered 70 and may come once more with the PIN.
  add column atc_open    boolean not null default false;

-- Where the counters of the demo's virtual cards stand.
create table demo_chip (
  card_id bigint primary key references card,
  atc     integer not null
);
