-- What people sort, filter and search lists of calls by. Each index is written when a call is inserted, or when it ends
-- and its row changes its indexes in any case: no callback in between pays for one.
create index calls_duration_idx on calls ((case when duration_sec is null then -1 else duration_sec end) desc, id desc);
create index calls_ended_idx on calls (finalized_at) where is_final;
create index calls_recorded_idx on calls ((case when start_time is null then created_at else start_time end) desc, id desc) where recording_sid is not null;
create index calls_sirens_idx on calls ((case when start_time is null then created_at else start_time end) desc, id desc) where siren_triggered;
create index calls_dropped_idx on calls ((case when start_time is null then created_at else start_time end) desc, id desc)
  where ended_reason in ('monitor_drop', 'reader_drop', 'client_drop');
create index callback_gaps_healed_at_idx on callback_gaps (healed_at) where healed_at is not null;
create index siren_alerts_created_at_idx on siren_alerts (created_at);

-- A SID is found by its first characters and by its last ones, in any case. Ten and eight of them select; the rest is compared.
create index calls_sid_start_idx on calls (left(lower(call_sid), 10) collate "C");
create index calls_sid_end_idx on calls (reverse(right(lower(call_sid), 8)) collate "C");
create index call_recordings_sid_start_idx on call_recordings (left(lower(recording_sid), 10) collate "C");
create index call_recordings_sid_end_idx on call_recordings (reverse(right(lower(recording_sid), 8)) collate "C");

-- People are found by any part of three characters of their number or name. One row for each person: a further call with
-- the same number writes nothing here. No extension is needed, and letters of every script are letters.
create function person_words(phone_number text, name text) returns text
  language sql immutable parallel safe
  as $$ select lower(coalesce(phone_number, '') || ' ' || coalesce(name, '')) $$;
create function person_grams(words text) returns text[]
  language sql immutable strict parallel safe
  as $$
    select array(
      select gram from (select substr(words, n, 3) as gram from generate_series(1, length(words) - 2) n) grams
      where strpos(gram, ' ') = 0)
  $$;
create index contacts_grams_idx on contacts
  using gin (person_grams(person_words(phone_number, nullif(display_name, formatted_number))));
create index candidates_grams_idx on candidates using gin (person_grams(person_words(phone_number, name)));
-- No statistics of the parts: ANALYZE would compute them for 30,000 rows each time, and the search does not need them.
alter index contacts_grams_idx alter column 1 set statistics 0;
alter index candidates_grams_idx alter column 1 set statistics 0;

-- Row-level security keeps these indexes from a role's own statements, as their operators could reveal a row. Those who see
-- all rows find by these functions, which return ids alone.
create function may_find() returns boolean
  language sql stable security invoker set search_path = pg_catalog, public, pg_temp
  as $$
    select pg_has_role(session_user, 'trunkline_worker', 'usage') or 'app_' || (signed_context())[1] = current_setting('role')
  $$;

create function find_contacts(part text, most integer) returns setof bigint
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
    select c.id from contacts c
    where (select may_find())
      and person_grams(person_words(c.phone_number, nullif(c.display_name, c.formatted_number))) @> person_grams(part)
      and strpos(person_words(c.phone_number, nullif(c.display_name, c.formatted_number)), part) > 0
    limit most
  $$;

create function find_candidates(part text, most integer) returns setof integer
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
    select c.id from candidates c
    where (select may_find()) and person_grams(person_words(c.phone_number, c.name)) @> person_grams(part)
      and strpos(person_words(c.phone_number, c.name), part) > 0
    limit most
  $$;

-- By the first characters, by the last ones, or both; null for none. `g` follows every hexadecimal digit.
create function find_calls_by_sid(beginning text, ending text, most integer) returns setof bigint
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
    (select c.id from calls c
    where (select may_find()) and left(lower(c.call_sid), 10) collate "C" >= left(beginning, 10)
      and left(lower(c.call_sid), 10) collate "C" < left(beginning, 10) || 'g' and starts_with(lower(c.call_sid), beginning)
    limit most)
    union
    (select c.id from calls c
    where (select may_find()) and reverse(right(lower(c.call_sid), 8)) collate "C" >= reverse(right(ending, 8))
      and reverse(right(lower(c.call_sid), 8)) collate "C" < reverse(right(ending, 8)) || 'g'
      and right(lower(c.call_sid), length(ending)) = ending
    limit most)
  $$;

create function find_recordings_by_sid(beginning text, ending text, most integer) returns setof bigint
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
    (select r.id from call_recordings r
    where (select may_find()) and left(lower(r.recording_sid), 10) collate "C" >= left(beginning, 10)
      and left(lower(r.recording_sid), 10) collate "C" < left(beginning, 10) || 'g'
      and starts_with(lower(r.recording_sid), beginning)
    limit most)
    union
    (select r.id from call_recordings r
    where (select may_find()) and reverse(right(lower(r.recording_sid), 8)) collate "C" >= reverse(right(ending, 8))
      and reverse(right(lower(r.recording_sid), 8)) collate "C" < reverse(right(ending, 8)) || 'g'
      and right(lower(r.recording_sid), length(ending)) = ending
    limit most)
  $$;

-- When a call rang and was answered is for its parties too; what the facts say is not. As npm run policy:sql writes it.
revoke execute on function find_contacts(text, integer) from public, trunkline_api, app_superadmin, app_admin, app_monitor, app_reader, app_client, trunkline_ingest, trunkline_worker_status, trunkline_worker_reconcile, trunkline_worker_recording, trunkline_worker_transcription, trunkline_worker_dialer, trunkline_worker_notify, trunkline_worker;
grant execute on function find_contacts(text, integer) to app_superadmin, app_admin, app_monitor;
revoke execute on function find_candidates(text, integer) from public, trunkline_api, app_superadmin, app_admin, app_monitor, app_reader, app_client, trunkline_ingest, trunkline_worker_status, trunkline_worker_reconcile, trunkline_worker_recording, trunkline_worker_transcription, trunkline_worker_dialer, trunkline_worker_notify, trunkline_worker;
grant execute on function find_candidates(text, integer) to app_superadmin, app_admin, app_monitor;
revoke execute on function find_calls_by_sid(text, text, integer) from public, trunkline_api, app_superadmin, app_admin, app_monitor, app_reader, app_client, trunkline_ingest, trunkline_worker_status, trunkline_worker_reconcile, trunkline_worker_recording, trunkline_worker_transcription, trunkline_worker_dialer, trunkline_worker_notify, trunkline_worker;
grant execute on function find_calls_by_sid(text, text, integer) to app_superadmin, app_admin, app_monitor;
revoke execute on function find_recordings_by_sid(text, text, integer) from public, trunkline_api, app_superadmin, app_admin, app_monitor, app_reader, app_client, trunkline_ingest, trunkline_worker_status, trunkline_worker_reconcile, trunkline_worker_recording, trunkline_worker_transcription, trunkline_worker_dialer, trunkline_worker_notify, trunkline_worker;
grant execute on function find_recordings_by_sid(text, text, integer) to app_superadmin, app_admin, app_monitor;
grant select (id, call_sid, event_type, event_status, event_time, observed_at) on call_events to app_reader;
grant select (id, call_sid, event_type, event_status, event_time, observed_at) on call_events to app_client;
create policy call_events_select_reader on call_events for select to app_reader using ((select (signed_context())[1] = 'reader') and (call_events.call_sid = any(array(select c.call_sid from calls c where c.order_id = any(array(select o.id from orders o where o.reader_id = (select (signed_context())[2]::uuid)))))));
create policy call_events_select_client on call_events for select to app_client using ((select (signed_context())[1] = 'client') and (call_events.call_sid = any(array(select c.call_sid from calls c where c.conference_call_id is null and c.order_id = any(array(select o.id from orders o where o.client_id = (select (signed_context())[2]::uuid)))))));
