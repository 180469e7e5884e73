-- A holder's own rule for large payments: above it both, the PIN and the phone; null: there is none.

alter table card add column pin_and_phone_above_minor bigint check (pin_and_phone_above_minor >= 0);
