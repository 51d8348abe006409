-- A queue that a person has paused. The queue's own server may forget that it is paused, as when it is flushed; this row decides.
create table queue_pauses (
  queue     text        not null,
  reason    text        not null,
  paused_by text        not null,
  paused_at timestamptz not null default now(),
  constraint queue_pauses_pkey primary key (queue)
);

grant select, insert, update, delete on queue_pauses to trunkline_retention;
alter table queue_pauses enable row level security;
alter table queue_pauses force row level security;
grant select on queue_pauses to app_superadmin;
grant insert on queue_pauses to app_superadmin;
grant delete on queue_pauses to app_superadmin;
grant select on queue_pauses to app_admin;
grant select on queue_pauses to app_monitor;
grant select (queue) on queue_pauses to trunkline_worker_status;
grant select (queue) on queue_pauses to trunkline_worker_reconcile;
grant select (queue) on queue_pauses to trunkline_worker_recording;
grant select (queue) on queue_pauses to trunkline_worker_transcription;
grant select (queue) on queue_pauses to trunkline_worker_dialer;
grant select (queue) on queue_pauses to trunkline_worker_notify;
create policy queue_pauses_worker on queue_pauses for all to trunkline_worker using (true) with check (true);
create policy queue_pauses_select_superadmin on queue_pauses for select to app_superadmin using ((select (signed_context())[1] = 'superadmin'));
create policy queue_pauses_select_admin on queue_pauses for select to app_admin using ((select (signed_context())[1] = 'admin'));
create policy queue_pauses_select_monitor on queue_pauses for select to app_monitor using ((select (signed_context())[1] = 'monitor'));
create policy queue_pauses_insert_superadmin on queue_pauses for insert to app_superadmin with check ((select (signed_context())[1] = 'superadmin'));
create policy queue_pauses_delete_superadmin on queue_pauses for delete to app_superadmin using ((select (signed_context())[1] = 'superadmin'));
