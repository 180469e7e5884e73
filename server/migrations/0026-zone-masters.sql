-- The master key of a zone has generations like the keys that travel under it.

alter table zone_key drop constraint zone_key_role_check;
alter table zone_key add constraint zone_key_role_check check (role in ('zpk', 'pvk', 'imk-ac', 'zone-master'));

insert into zone_key (issuer_id, role, generation, state, kcv, created_at)
  select issuer_id, 'zone-master', 1, 'live', coalesce(substring(zone_master from 'KC0C0[01]([0-9A-F]{6})'), ''),
    (extract(epoch from now()) * 1000)::bigint
  from issuer where zone_master is not null;
