-- Cardholders and their phones: who owns which card, how they sign in, and what they were sent.

create table cardholder (
  holder_id text primary key,
  name_zh   text not null,
  name_en   text not null,
  mobile    text not null unique check (mobile ~ '^[0-9]{6,15}$')
);

alter table card add column holder_id text references cardholder;
create index card_by_holder on card (holder_id) where holder_id is not null;
create index transaction_awaiting on transaction (received_at) where state = 'awaiting';
create index transaction_by_card on transaction (card_id, received_at desc) where card_id is not null;

create table holder_session (
  token_hash text primary key,
  holder_id  text not null references cardholder,
  started_at bigint not null,
  seen_at    bigint not null
);

create table passkey (
  credential_id text primary key,     -- base64url, as the authenticator names it
  holder_id     text not null references cardholder,
  public_key    text not null,        -- SubjectPublicKeyInfo, base64
  sign_count    bigint not null,
  label         text not null,
  created_at    bigint not null
);

-- Asked of an authenticator once, for registering or signing in. Confirmations need none: theirs are the payment's.
create table passkey_challenge (
  challenge  text primary key,
  holder_id  text not null references cardholder,
  purpose    text not null check (purpose in ('register', 'sign-in')),
  expires_at bigint not null
);

-- One code at a time for each purpose: `sign-in`, or a payment's RRN. The code itself only as a keyed hash.
create table one_time_code (
  holder_id    text not null references cardholder,
  purpose      text not null,
  code_hash    text,                  -- null once it was used
  tries        integer not null,
  expires_at   bigint not null,
  window_began bigint not null,       -- of the count of codes that were sent
  sent         integer not null,
  primary key (holder_id, purpose)
);

-- Messages to phones of the demo; a real gateway keeps its own.
create table outbox (
  message_id bigint generated always as identity primary key,
  mobile     text not null,
  body       text not null,
  at         bigint not null
);

-- What a holder met that should not be: codes of other hosts, of no payment, of somebody else's card.
create table phone_incident (
  incident_id bigint generated always as identity primary key,
  at          bigint not null,
  holder_id   text not null references cardholder,
  what        text not null,
  detail      text not null
);

-- Payments that their holder says are not theirs: labels for those who look for fraud.
create table disputed_payment (
  rrn       text primary key,
  holder_id text not null references cardholder,
  at        bigint not null
);
