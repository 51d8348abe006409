-- One change to many rows, as a row: what a person previewed, how far it is, and how it ended. Deleted 30 days after its end.
-- requested_by is written as in audit_events.actor_id.
create table operations (
  id            bigint      generated always as identity,
  kind          text        not null,
  filter        jsonb       not null,
  summary       text        not null,
  reason        text        not null,
  state         text        not null default 'running',
  rate          integer     not null,
  canary        integer     not null,
  total         integer     not null,
  begun         integer     not null default 0,
  ok            integer     not null default 0,
  failed        integer     not null default 0,
  skipped       integer     not null default 0,
  errors        jsonb       not null default '[]',
  requested_by  text        not null,
  created_at    timestamptz not null default now(),
  ticked_at     timestamptz not null default '-infinity',
  paced_at      timestamptz not null default now(),
  ended_at      timestamptz,
  ended_because text,
  constraint operations_pkey primary key (id),
  constraint operations_kind_check check (kind in ('dead-letters.replay', 'dead-letters.discard', 'quarantined.release',
    'quarantined.discard', 'webhook-deliveries.redrive', 'gaps.heal')),
  constraint operations_state_check check (state in ('running', 'paused', 'done', 'canceled', 'failed')),
  constraint operations_rate_check check (rate between 1 and 1000),
  constraint operations_total_check check (total between 0 and 100000)
);
create index operations_active_idx on operations (id) where state = 'running' or begun > 0;
create index operations_ended_at_idx on operations (ended_at) where ended_at is not null;

-- The rows that an operation changes, fixed by the statement that creates it; target_id is the id in the table of its kind.
create table operation_items (
  operation_id bigint      not null,
  target_id    bigint      not null,
  state        text        not null default 'waiting',
  error        text,
  begun_at     timestamptz,
  settled_at   timestamptz,
  constraint operation_items_pkey primary key (operation_id, target_id),
  constraint operation_items_operation_id_fkey foreign key (operation_id) references operations (id) on delete cascade on update cascade,
  constraint operation_items_state_check check (state in ('waiting', 'begun', 'ok', 'failed', 'skipped'))
);
create index operation_items_waiting_idx on operation_items (operation_id, target_id) where state = 'waiting';
create index operation_items_begun_idx on operation_items (operation_id, target_id) where state = 'begun';

-- What a redrive chooses from: few rows of many.
create index webhook_deliveries_replayable_idx on webhook_deliveries (endpoint_id, id) where state in ('failed', 'missed');

grant select, insert, update, delete on operations to trunkline_retention;
grant select, insert, update, delete on operation_items to trunkline_retention;
grant usage on sequence operations_id_seq to trunkline_api, app_superadmin, app_admin, app_monitor, app_reader, app_client;
alter table operations enable row level security;
alter table operations force row level security;
grant select on operations to app_superadmin;
grant insert on operations to app_superadmin;
grant update (state, paced_at, ended_at, ended_because) on operations to app_superadmin;
grant select on operations to app_admin;
grant insert on operations to app_admin;
grant update (state, paced_at, ended_at, ended_because) on operations to app_admin;
grant select on operations to app_monitor;
grant select on operations to trunkline_worker_reconcile;
grant update on operations to trunkline_worker_reconcile;
grant delete on operations to trunkline_worker_reconcile;
grant select (id, kind, state, total, ok, failed, skipped, begun, ended_because) on operations to trunkline_worker_notify;
create policy operations_worker on operations for all to trunkline_worker using (true) with check (true);
create policy operations_select_superadmin on operations for select to app_superadmin using ((select (signed_context())[1] = 'superadmin'));
create policy operations_select_admin on operations for select to app_admin using ((select (signed_context())[1] = 'admin'));
create policy operations_select_monitor on operations for select to app_monitor using ((select (signed_context())[1] = 'monitor'));
create policy operations_insert_superadmin on operations for insert to app_superadmin with check ((select (signed_context())[1] = 'superadmin'));
create policy operations_insert_admin on operations for insert to app_admin with check ((select (signed_context())[1] = 'admin'));
create policy operations_update_superadmin on operations for update to app_superadmin using ((select (signed_context())[1] = 'superadmin')) with check ((select (signed_context())[1] = 'superadmin'));
create policy operations_update_admin on operations for update to app_admin using ((select (signed_context())[1] = 'admin')) with check ((select (signed_context())[1] = 'admin'));
alter table operation_items enable row level security;
alter table operation_items force row level security;
grant select on operation_items to app_superadmin;
grant insert on operation_items to app_superadmin;
grant select on operation_items to app_admin;
grant insert on operation_items to app_admin;
grant select on operation_items to app_monitor;
grant select on operation_items to trunkline_worker_reconcile;
grant update on operation_items to trunkline_worker_reconcile;
create policy operation_items_worker on operation_items for all to trunkline_worker using (true) with check (true);
create policy operation_items_select_superadmin on operation_items for select to app_superadmin using ((select (signed_context())[1] = 'superadmin'));
create policy operation_items_select_admin on operation_items for select to app_admin using ((select (signed_context())[1] = 'admin'));
create policy operation_items_select_monitor on operation_items for select to app_monitor using ((select (signed_context())[1] = 'monitor'));
create policy operation_items_insert_superadmin on operation_items for insert to app_superadmin with check ((select (signed_context())[1] = 'superadmin'));
create policy operation_items_insert_admin on operation_items for insert to app_admin with check ((select (signed_context())[1] = 'admin'));
grant select on webhook_deliveries to trunkline_worker_reconcile;
grant update on webhook_deliveries to trunkline_worker_reconcile;
grant select (id, state, paused_until) on webhook_endpoints to trunkline_worker_reconcile;
