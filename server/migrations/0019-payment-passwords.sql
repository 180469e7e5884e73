-- Passwords of payment that a holder issues on the phone: what the code of a card is good for.

alter table card
  -- `once`: for one payment; `recurring`: again and again, at the merchant of its first payment.
  add column code_kind        text not null default 'once' check (code_kind in ('once', 'recurring')),
  -- The most that one payment may be; null: what the card allows.
  add column code_limit_minor bigint check (code_limit_minor > 0),
  add column code_merchant_id text,
  add column code_used        boolean not null default false,
  -- The holder confirms each payment with it on the phone, too.
  add column code_needs_phone boolean not null default false;
