-- Erasing a person: what was erased is remembered by its Call SIDs and by keyed digests, so that it does not come back.
create table erasures (
  id          uuid        not null default gen_random_uuid(),
  object_keys text[]      not null default '{}',
  counts      jsonb       not null default '{}',
  created_at  timestamptz not null default now(),
  finished_at timestamptz,
  constraint erasures_pkey primary key (id)
);
create table erased_calls (
  call_sid  varchar(100) not null,
  erased_at timestamptz  not null default now(),
  constraint erased_calls_pkey primary key (call_sid)
);
create table erased_numbers (
  digest    bytea       not null,
  erased_at timestamptz not null default now(),
  constraint erased_numbers_pkey primary key (digest)
);
-- Digests without it would be looked up in a table of all phone numbers.
create table erasure_key (
  id  boolean not null default true,
  key text    not null default gen_random_uuid()::text || gen_random_uuid()::text,
  constraint erasure_key_pkey primary key (id),
  constraint erasure_key_id_check check (id)
);
insert into erasure_key default values;

create function erasure_digest(number text) returns bytea
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$ select sha256(convert_to(k.key || regexp_replace(number, '\D', '', 'g'), 'UTF8')) from erasure_key k $$;

-- The text with a placeholder for each number that was erased.
create function redact_erased(words text) returns text
  language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  found text;
begin
  for found in select distinct m[1] from regexp_matches(words, '(?<![0-9])((?:\+|%2[Bb])?[0-9]{7,15})(?![0-9])', 'g') m loop
    if exists (select from erased_numbers n where n.digest = erasure_digest(regexp_replace(found, '^%2[Bb]', ''))) then
      words := regexp_replace(words, '(?<![0-9])' || replace(found, '+', '\+') || '(?![0-9])', '+999000000000', 'g');
    end if;
  end loop;
  return words;
end $$;

-- The fields of KEPT_FIELDS (packages/telephony/src/erasure).
create function kept_fields(payload jsonb) returns jsonb
  language sql immutable set search_path = pg_catalog
  as $$
    select case when jsonb_typeof(payload) = 'object'
      then (select coalesce(jsonb_object_agg(f.key, f.value), '{}') from jsonb_each(payload) f where f.key = any('{AccountSid,AnsweredBy,ApiVersion,CallDuration,CallSid,CallStatus,CallbackSource,Called,Caller,ConferenceSid,DialCallDuration,DialCallSid,DialCallStatus,Direction,Duration,ErrorCode,From,ParentCallSid,RecordingChannels,RecordingDuration,RecordingSid,RecordingSource,RecordingStartTime,RecordingStatus,RecordingTrack,SequenceNumber,SipResponseCode,StatusCallbackEvent,Timestamp,To,At,By,Status,sid,status,account_sid,call_sid,parent_call_sid,direction,from,to,start_time,end_time,date_created,date_updated,duration,price,price_unit,queue_time,answered_by,channels,source,track,error_code,command_seq,seen_at}'::text[]))
      else '{}' end
  $$;

-- True for a callback of an erased call, and for what REST says of a call with an erased number.
create function is_erased(call_sid text, is_rest boolean, payload jsonb) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
    select exists (select from erased_calls e where e.call_sid = is_erased.call_sid)
      or is_rest and exists (
        select from unnest(array[payload ->> 'from', payload ->> 'to']) party where party is not null and redact_erased(party) <> party)
  $$;

-- Only an erasure changes the logs, with the role that may delete from them.
create or replace function refuse_event_change() returns trigger
  language plpgsql
  as $$ begin
    if current_user = 'trunkline_retention' then return new; end if;
    raise exception 'call_events is a log: rows are never changed' using errcode = 'check_violation';
  end $$;

-- The audio of an erased call is not fetched, however late the recording is announced.
create function expire_erased_recording() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$ begin
    if exists (select from erased_calls e where e.call_sid = new.call_sid) then
      new.custody := 'expired';
      new.expired_at := coalesce(new.expired_at, now());
    end if;
    return new;
  end $$;
create trigger call_recordings_erased before insert or update of custody on call_recordings
  for each row when (new.custody in ('announced', 'fetching', 'stored')) execute function expire_erased_recording();

do $$ declare t text; begin
  foreach t in array array['erasures', 'erased_calls', 'erased_numbers', 'erasure_key'] loop
    execute format('grant select, insert, update, delete on %I to trunkline_worker', t);
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy %I on %I for all to trunkline_worker using (true) with check (true)', t || '_worker', t);
  end loop;
end $$;
revoke execute on function erasure_digest(text), redact_erased(text), is_erased(text, boolean, jsonb) from public;
grant execute on function erasure_digest(text), redact_erased(text), is_erased(text, boolean, jsonb) to trunkline_worker;
