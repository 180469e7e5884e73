-- What the diagnosis of a terminal reads: its newest sign-ons and reports of its own, and what was refused of it for
-- reasons of keys. Partial: no payment that goes well has a line in either.

create index transaction_terminal_talk on transaction (terminal_id, received_at desc)
  where kind in ('sign-on', 'status-upload');
create index transaction_terminal_refused on transaction (terminal_id, received_at desc)
  where answer_code in ('A0', 'A7', '99', 'C1', '34', '58', '97', '03');
