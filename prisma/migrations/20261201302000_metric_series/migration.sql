-- Time series: one row per moment with the values of all series, each in its own slot (packages/telephony/src/metrics). A day at
-- 10 s is 8,640 rows of about 110 bytes, a month at five minutes 8,640 rows of about 260: 5 MB with their indexes.
create table metric_samples (
  at      timestamptz(0) not null,
  samples real[]         not null,
  constraint metric_samples_pkey primary key (at)
);
create table metric_rollups (
  at      timestamptz(0) not null,
  lowest  real[]         not null,
  highest real[]         not null,
  latest  real[]         not null,
  constraint metric_rollups_pkey primary key (at)
);

grant select, insert, update, delete on metric_samples to trunkline_retention;
alter table metric_samples enable row level security;
alter table metric_samples force row level security;
grant select on metric_samples to app_superadmin;
grant select on metric_samples to app_admin;
grant select on metric_samples to app_monitor;
grant select on metric_samples to trunkline_worker_reconcile;
grant insert on metric_samples to trunkline_worker_reconcile;
grant delete on metric_samples to trunkline_worker_reconcile;
create policy metric_samples_worker on metric_samples for all to trunkline_worker using (true) with check (true);
create policy metric_samples_select_superadmin on metric_samples for select to app_superadmin using ((select (signed_context())[1] = 'superadmin'));
create policy metric_samples_select_admin on metric_samples for select to app_admin using ((select (signed_context())[1] = 'admin'));
create policy metric_samples_select_monitor on metric_samples for select to app_monitor using ((select (signed_context())[1] = 'monitor'));
grant select, insert, update, delete on metric_rollups to trunkline_retention;
alter table metric_rollups enable row level security;
alter table metric_rollups force row level security;
grant select on metric_rollups to app_superadmin;
grant select on metric_rollups to app_admin;
grant select on metric_rollups to app_monitor;
grant select on metric_rollups to trunkline_worker_reconcile;
grant insert on metric_rollups to trunkline_worker_reconcile;
grant delete on metric_rollups to trunkline_worker_reconcile;
create policy metric_rollups_worker on metric_rollups for all to trunkline_worker using (true) with check (true);
create policy metric_rollups_select_superadmin on metric_rollups for select to app_superadmin using ((select (signed_context())[1] = 'superadmin'));
create policy metric_rollups_select_admin on metric_rollups for select to app_admin using ((select (signed_context())[1] = 'admin'));
create policy metric_rollups_select_monitor on metric_rollups for select to app_monitor using ((select (signed_context())[1] = 'monitor'));
grant select (asked_at, cost_usd) on model_effects to trunkline_worker_reconcile;
