-- An examination of what is configured at Twilio: worker-reconcile makes it, as the API has no credentials of Twilio.
create table doctor_runs (
  id           bigint      generated always as identity,
  requested_by text        not null,
  created_at   timestamptz not null default now(),
  claimed_at   timestamptz,
  settled_at   timestamptz,
  checks       jsonb,
  constraint doctor_runs_pkey primary key (id)
);
create index doctor_runs_waiting_idx on doctor_runs (id) where settled_at is null;

grant select, insert, update, delete on doctor_runs to trunkline_retention;
grant usage on sequence doctor_runs_id_seq to trunkline_api, app_superadmin, app_admin, app_monitor, app_reader, app_client;
alter table doctor_runs enable row level security;
alter table doctor_runs force row level security;
grant select on doctor_runs to app_superadmin;
grant insert on doctor_runs to app_superadmin;
grant select on doctor_runs to app_admin;
grant insert on doctor_runs to app_admin;
grant select on doctor_runs to app_monitor;
grant select on doctor_runs to trunkline_worker_reconcile;
grant update on doctor_runs to trunkline_worker_reconcile;
grant delete on doctor_runs to trunkline_worker_reconcile;
create policy doctor_runs_worker on doctor_runs for all to trunkline_worker using (true) with check (true);
create policy doctor_runs_select_superadmin on doctor_runs for select to app_superadmin using ((select (signed_context())[1] = 'superadmin'));
create policy doctor_runs_select_admin on doctor_runs for select to app_admin using ((select (signed_context())[1] = 'admin'));
create policy doctor_runs_select_monitor on doctor_runs for select to app_monitor using ((select (signed_context())[1] = 'monitor'));
create policy doctor_runs_insert_superadmin on doctor_runs for insert to app_superadmin with check ((select (signed_context())[1] = 'superadmin'));
create policy doctor_runs_insert_admin on doctor_runs for insert to app_admin with check ((select (signed_context())[1] = 'admin'));
