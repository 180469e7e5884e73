-- What the HSM was asked to do: a chain of entries, each with the SHA-256 of the one before it in its text, so that
-- nothing can be changed, taken out or put between without breaking every later link.

create table audit_entry (
  sequence bigint primary key check (sequence > 0),
  sha256   text not null check (length(sha256) = 64),
  text     text not null
);

-- Who owns the database can take this away; then the chain still tells.
create function refuse_change_of_audit() returns trigger language plpgsql as $$
  begin
    raise exception 'the audit is only ever added to';
  end $$;
create trigger audit_is_only_added_to before update or delete or truncate on audit_entry
  for each statement execute function refuse_change_of_audit();
