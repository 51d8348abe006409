-- Requests that ingest refused, by hour, cause and URL, with what the first of them was, without values of its fields. Each ingest
-- adds at most 100 rows an hour; rows of the day before are deleted.
create table rejected_requests (
  id              bigint         generated always as identity,
  hour            timestamptz(0) not null,
  cause           text           not null,
  response_status integer        not null,
  method          text           not null,
  path            text           not null,
  host            text           not null,
  account_sid     text           not null,
  requests        integer        not null,
  sample          jsonb          not null,
  first_at        timestamptz    not null,
  last_at         timestamptz    not null,
  constraint rejected_requests_pkey primary key (id)
);
create unique index rejected_requests_hour_cause_method_path_host_account_sid_key
  on rejected_requests (hour, cause, method, path, host, account_sid);
create index rejected_requests_last_at_idx on rejected_requests (last_at);

grant usage on sequence rejected_requests_id_seq to trunkline_api, app_superadmin, app_admin, app_monitor, app_reader, app_client;
grant select, insert, update, delete on rejected_requests to trunkline_retention;
alter table rejected_requests enable row level security;
alter table rejected_requests force row level security;
grant select on rejected_requests to app_superadmin;
grant select on rejected_requests to app_admin;
grant select on rejected_requests to app_monitor;
grant select (hour, cause, method, path, host, account_sid, requests, last_at) on rejected_requests to trunkline_ingest;
grant insert on rejected_requests to trunkline_ingest;
grant update (requests, last_at) on rejected_requests to trunkline_ingest;
grant select (id, last_at) on rejected_requests to trunkline_worker_reconcile;
grant delete on rejected_requests to trunkline_worker_reconcile;
create policy rejected_requests_worker on rejected_requests for all to trunkline_worker using (true) with check (true);
create policy rejected_requests_select_superadmin on rejected_requests for select to app_superadmin using ((select (signed_context())[1] = 'superadmin'));
create policy rejected_requests_select_admin on rejected_requests for select to app_admin using ((select (signed_context())[1] = 'admin'));
create policy rejected_requests_select_monitor on rejected_requests for select to app_monitor using ((select (signed_context())[1] = 'monitor'));
