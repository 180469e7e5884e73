-- A terminal's next key waits beside the one in use until the first message under it: the answer that hands it over
-- may be lost, and then the terminal goes on with what it has.

alter table terminal
  add column next_own_key json;  -- {block, kcv, createdAt}; null: none was handed over

-- 7: the terminal is to fetch a new key of its own.
alter table terminal drop constraint terminal_centre_request_check;
alter table terminal add constraint terminal_centre_request_check check (centre_request ~ '^[0-7]$');
