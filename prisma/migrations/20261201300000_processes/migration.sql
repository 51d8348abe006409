-- Every process of an app writes its row once, and again every 10 s what it says of itself. A row is some 2 kB and is changed in
-- place: no index has a changed column, and half of each page is left free for the next version.
create table processes (
  id            uuid        not null,
  app           text        not null,
  host          text        not null,
  pid           integer     not null,
  version       text        not null,
  commit_sha    text,
  health        text        not null,
  report        jsonb       not null,
  failing_loops jsonb       not null,
  dependencies  jsonb       not null,
  figures       jsonb       not null,
  started_at    timestamptz not null,
  heartbeat_at  timestamptz not null default now(),
  ended_at      timestamptz,
  constraint processes_pkey primary key (id)
) with (fillfactor = 50);

grant select, insert, update, delete on processes to trunkline_retention;
alter table processes enable row level security;
alter table processes force row level security;
grant select on processes to app_superadmin;
grant select on processes to app_admin;
grant select on processes to app_monitor;
grant select (id) on processes to trunkline_api;
grant insert on processes to trunkline_api;
grant update (health, report, failing_loops, dependencies, figures, heartbeat_at, ended_at) on processes to trunkline_api;
grant select (id) on processes to trunkline_ingest;
grant insert on processes to trunkline_ingest;
grant update (health, report, failing_loops, dependencies, figures, heartbeat_at, ended_at) on processes to trunkline_ingest;
grant select (id) on processes to trunkline_worker_status;
grant insert on processes to trunkline_worker_status;
grant update (health, report, failing_loops, dependencies, figures, heartbeat_at, ended_at) on processes to trunkline_worker_status;
grant select on processes to trunkline_worker_reconcile;
grant insert on processes to trunkline_worker_reconcile;
grant update (health, report, failing_loops, dependencies, figures, heartbeat_at, ended_at) on processes to trunkline_worker_reconcile;
grant delete on processes to trunkline_worker_reconcile;
grant select (id) on processes to trunkline_worker_recording;
grant insert on processes to trunkline_worker_recording;
grant update (health, report, failing_loops, dependencies, figures, heartbeat_at, ended_at) on processes to trunkline_worker_recording;
grant select (id) on processes to trunkline_worker_transcription;
grant insert on processes to trunkline_worker_transcription;
grant update (health, report, failing_loops, dependencies, figures, heartbeat_at, ended_at) on processes to trunkline_worker_transcription;
grant select (id) on processes to trunkline_worker_dialer;
grant insert on processes to trunkline_worker_dialer;
grant update (health, report, failing_loops, dependencies, figures, heartbeat_at, ended_at) on processes to trunkline_worker_dialer;
grant select (id) on processes to trunkline_worker_notify;
grant insert on processes to trunkline_worker_notify;
grant update (health, report, failing_loops, dependencies, figures, heartbeat_at, ended_at) on processes to trunkline_worker_notify;
create policy processes_worker on processes for all to trunkline_worker using (true) with check (true);
create policy processes_select_superadmin on processes for select to app_superadmin using ((select (signed_context())[1] = 'superadmin'));
create policy processes_select_admin on processes for select to app_admin using ((select (signed_context())[1] = 'admin'));
create policy processes_select_monitor on processes for select to app_monitor using ((select (signed_context())[1] = 'monitor'));
create policy processes_select_api on processes for select to trunkline_api using (true);
create policy processes_insert_api on processes for insert to trunkline_api with check (true);
create policy processes_update_api on processes for update to trunkline_api using (true) with check (true);
