-- An endpoint is active, disabled by its failures, or switched off by a person. Events of a disabled one are kept as `missed`.
alter table webhook_endpoints
  add column state text not null default 'active',
  add column failures_in_a_row integer not null default 0,
  add column failing_since timestamptz,
  add column paused_until timestamptz,
  add column previous_secret text,
  add column previous_secret_expires_at timestamptz;
update webhook_endpoints set state = case when disabled_reason is null then 'off' else 'disabled' end where not is_active;
alter table webhook_endpoints
  drop column is_active,
  add constraint webhook_endpoints_state_check check (state in ('active', 'disabled', 'off')),
  add constraint webhook_endpoints_disabled_reason_check check (state <> 'disabled' or disabled_reason is not null);

-- A new secret makes the former one the previous one. A trigger does it: no role of the API may read a secret.
create function keep_previous_secret() returns trigger
  language plpgsql
  as $$ begin
    new.previous_secret := case when new.previous_secret_expires_at > now() then old.secret end;
    return new;
  end $$;
create trigger webhook_endpoints_rotate before update of secret on webhook_endpoints
  for each row execute function keep_previous_secret();

alter table webhook_deliveries drop constraint webhook_deliveries_state_check;
alter table webhook_deliveries add constraint webhook_deliveries_state_check
  check (state in ('queued', 'sending', 'delivered', 'failed', 'missed'));
drop index webhook_deliveries_settled_idx;
create index webhook_deliveries_settled_idx on webhook_deliveries (created_at) where state in ('delivered', 'failed', 'missed');

grant select (state, failures_in_a_row, failing_since, paused_until, previous_secret_expires_at) on webhook_endpoints
  to app_superadmin, app_admin;
