-- PINs that holders set on their phones: a key of each bank's own for them, and what is under way.

alter table issuer
  -- Private key of ECDH on P-256 as a key block, and its public key: SubjectPublicKeyInfo, base64url.
  add column pin_entry_key    text,
  add column pin_entry_public text,
  add constraint pin_entry_pair check ((pin_entry_key is null) = (pin_entry_public is null));

-- One row an occasion: gone with the PIN that it was begun for, so that none is set twice by it.
create table pin_entry (
  nonce     text primary key,          -- 32 bytes, base64url
  holder_id text not null references cardholder,
  card_id   bigint not null references card,
  at        bigint not null            -- ms since 1970 UTC
);

-- What a bank lets its holders do on the phone: nothing, set a PIN, or also unlock one after too many wrong tries.
update cvm_policy set rules = (rules::jsonb || '{"pinOnPhone": "set"}')::json;
