-- The end of the audit's chain, hourly; the object store has copies. An anchor is never changed but to say that it was stored.
create table audit_anchors (
  hour      text        not null,
  lines     bigint      not null,
  head      text        not null,
  at        timestamptz not null default clock_timestamp(),
  stored_at timestamptz,
  constraint audit_anchors_pkey primary key (hour),
  constraint audit_anchors_hour_check check (hour ~ '^\d{4}-\d{2}-\d{2}T\d{2}$'),
  constraint audit_anchors_lines_check check (lines > 0),
  constraint audit_anchors_head_check check (head ~ '^[\da-f]{64}$')
);
create index audit_anchors_unstored_idx on audit_anchors (hour) where stored_at is null;

create function refuse_anchor_change() returns trigger
  language plpgsql
  as $$ begin
    if tg_op = 'UPDATE' and old.stored_at is null and (new.hour, new.lines, new.head, new.at) = (old.hour, old.lines, old.head, old.at)
      then return new; end if;
    raise exception 'audit_anchors is a log: rows are never changed' using errcode = 'check_violation';
  end $$;
create trigger audit_anchors_immutable before update or delete on audit_anchors for each row execute function refuse_anchor_change();
create trigger audit_anchors_kept before truncate on audit_anchors for each statement execute function refuse_anchor_change();

grant select, insert, update, delete on audit_anchors to trunkline_worker;
alter table audit_anchors enable row level security;
alter table audit_anchors force row level security;
grant select on audit_anchors to app_superadmin;
grant select on audit_anchors to app_admin;
create policy audit_anchors_worker on audit_anchors for all to trunkline_worker using (true) with check (true);
create policy audit_anchors_select_superadmin on audit_anchors for select to app_superadmin using (true);
create policy audit_anchors_select_admin on audit_anchors for select to app_admin using (true);
