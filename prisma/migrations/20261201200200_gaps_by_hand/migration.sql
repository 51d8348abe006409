-- A person ignores a gap with a reason, or has Twilio asked about it now. ignored_by is written as in audit_events.actor_id.
alter table callback_gaps
  add column ignored_at        timestamptz,
  add column ignored_by        text,
  add column ignore_reason     text,
  add column heal_requested_at timestamptz,
  add column heal_due_at       timestamptz,
  add column heal_asked_at     timestamptz,
  add column heal_error        text;
create index callback_gaps_heal_due_idx on callback_gaps (heal_due_at) where heal_due_at is not null;

grant update (ignored_at, ignored_by, ignore_reason, heal_requested_at, heal_due_at, heal_error, updated_at) on callback_gaps to app_superadmin;
grant update (ignored_at, ignored_by, ignore_reason, heal_requested_at, heal_due_at, heal_error, updated_at) on callback_gaps to app_admin;
create policy callback_gaps_update_superadmin on callback_gaps for update to app_superadmin using ((select (signed_context())[1] = 'superadmin')) with check ((select (signed_context())[1] = 'superadmin'));
create policy callback_gaps_update_admin on callback_gaps for update to app_admin using ((select (signed_context())[1] = 'admin')) with check ((select (signed_context())[1] = 'admin'));
