-- What the inbox is searched by: numbers, SIDs, accounts and tokens of each callback. worker-reconcile fills it from the
-- inbox in the background, so that no statement of ingest writes an index of parts of words. No extension is needed.

-- The parts of four characters of all words. A part does not span two words; repeats are dropped by the index.
create function inbox_search_grams(words text) returns text[]
  language sql immutable strict parallel safe
  as $$
    select array(
      select gram from (select substr(words, n, 4) as gram from generate_series(1, length(words) - 3) n) grams
      where strpos(gram, ' ') = 0)
  $$;

create table twilio_webhook_search (
  inbox_id bigint not null,
  words    text   collate "C" not null,
  constraint twilio_webhook_search_pkey primary key (inbox_id)
) partition by range (inbox_id);
-- New rows gather in a list of 16 MB before they are merged into the index: a row has some hundred parts.
create index twilio_webhook_search_grams_idx on twilio_webhook_search using gin (inbox_search_grams(words))
  with (fastupdate = on, gin_pending_list_limit = 16384);
create table twilio_webhook_search_default partition of twilio_webhook_search default;

-- No statistics of the parts: ANALYZE would compute them for 30,000 rows each time, and the search does not need them.
create function skip_search_statistics(partition regclass) returns void
  language plpgsql
  as $$
begin
  execute format('alter index %s alter column 1 set statistics 0',
    (select indexrelid::regclass from pg_index where indrelid = partition and indexprs is not null));
end $$;
select skip_search_statistics('twilio_webhook_search_default');

-- As before; each day has a partition of the search too, which is not counted.
create or replace function ensure_inbox_partitions(from_day date, days integer) returns integer
  language plpgsql
  as $$
declare
  day date;
  name text;
  created integer := 0;
begin
  perform pg_advisory_xact_lock(hashtext('ensure_inbox_partitions'));
  for day in select from_day + n from generate_series(0, days - 1) n loop
    name := 'twilio_webhook_search_' || to_char(day, 'YYYYMMDD');
    if to_regclass(name) is null and not exists (
      select from twilio_webhook_search_default where inbox_id >= inbox_id_floor(day) and inbox_id < inbox_id_floor(day + 1))
    then
      execute format('create table %I partition of twilio_webhook_search for values from (%s) to (%s)',
        name, inbox_id_floor(day), inbox_id_floor(day + 1));
      perform skip_search_statistics(name::regclass);
    end if;
    name := 'twilio_webhook_inbox_' || to_char(day, 'YYYYMMDD');
    continue when to_regclass(name) is not null;
    continue when exists (
      select from twilio_webhook_inbox_default where id >= inbox_id_floor(day) and id < inbox_id_floor(day + 1));
    execute format('create table %I partition of twilio_webhook_inbox for values from (%s) to (%s)',
      name, inbox_id_floor(day), inbox_id_floor(day + 1));
    created := created + 1;
  end loop;
  return created;
end $$;

-- As before; what was searched by goes with its day.
create or replace function drop_inbox_partitions(before_day date) returns integer
  language plpgsql
  as $$
declare
  name text;
  is_busy boolean;
  dropped integer := 0;
begin
  for name in
    select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'twilio_webhook_inbox'::regclass
      and c.relname ~ '^twilio_webhook_inbox_\d{8}$'
      and to_date(right(c.relname, 8), 'YYYYMMDD') < before_day
    order by 1
  loop
    execute format('select exists (select from %I where processing_status in (''pending'', ''processing'', ''failed'', ''dead_letter''))', name)
      into is_busy;
    continue when is_busy;
    execute format('drop table %I', name);
    execute format('drop table if exists %I', 'twilio_webhook_search_' || right(name, 8));
    dropped := dropped + 1;
  end loop;
  return dropped;
end $$;

-- The days that the inbox has.
select ensure_inbox_partitions(to_date(right(c.relname, 8), 'YYYYMMDD'), 1)
from pg_inherits i join pg_class c on c.oid = i.inhrelid
where i.inhparent = 'twilio_webhook_inbox'::regclass and c.relname ~ '^twilio_webhook_inbox_\d{8}$';

-- Who may do what, as npm run policy:sql writes it for the new table and its partitions.
grant select, insert, update, delete on all tables in schema public to trunkline_worker;
alter table twilio_webhook_search enable row level security;
alter table twilio_webhook_search force row level security;
grant select on twilio_webhook_search to app_superadmin;
grant select on twilio_webhook_search to app_admin;
grant select on twilio_webhook_search to app_monitor;
create policy twilio_webhook_search_worker on twilio_webhook_search for all to trunkline_worker using (true) with check (true);
create policy twilio_webhook_search_select_superadmin on twilio_webhook_search for select to app_superadmin using (true);
create policy twilio_webhook_search_select_admin on twilio_webhook_search for select to app_admin using (true);
create policy twilio_webhook_search_select_monitor on twilio_webhook_search for select to app_monitor using (true);
