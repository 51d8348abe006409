-- A callback that worker-reconcile signs and posts to the public origin, as the API has no auth token. Deleted after a day.
create table callback_tests (
  id           bigint      generated always as identity,
  requested_by text        not null,
  created_at   timestamptz not null default now(),
  claimed_at   timestamptz,
  settled_at   timestamptz,
  url          text,
  answered     integer,
  answer       text,
  took_ms      integer,
  error        text,
  inbox_id     bigint,
  constraint callback_tests_pkey primary key (id)
);
create index callback_tests_waiting_idx on callback_tests (id) where settled_at is null;

grant select, insert, update, delete on callback_tests to trunkline_retention;
grant usage on sequence callback_tests_id_seq to trunkline_api, app_superadmin, app_admin, app_monitor, app_reader, app_client;
alter table callback_tests enable row level security;
alter table callback_tests force row level security;
grant select on callback_tests to app_superadmin;
grant insert on callback_tests to app_superadmin;
grant select on callback_tests to app_admin;
grant insert on callback_tests to app_admin;
grant select on callback_tests to trunkline_worker_reconcile;
grant update on callback_tests to trunkline_worker_reconcile;
grant delete on callback_tests to trunkline_worker_reconcile;
create policy callback_tests_worker on callback_tests for all to trunkline_worker using (true) with check (true);
create policy callback_tests_select_superadmin on callback_tests for select to app_superadmin using ((select (signed_context())[1] = 'superadmin'));
create policy callback_tests_select_admin on callback_tests for select to app_admin using ((select (signed_context())[1] = 'admin'));
create policy callback_tests_insert_superadmin on callback_tests for insert to app_superadmin with check ((select (signed_context())[1] = 'superadmin'));
create policy callback_tests_insert_admin on callback_tests for insert to app_admin with check ((select (signed_context())[1] = 'admin'));
