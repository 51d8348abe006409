-- call_recordings has the columns of calls and emergency, so that its SQL works unchanged. Twilio's own word is `twilio_status`.
create function recording_word(twilio_status text) returns text
  language sql immutable parallel safe
  as $$ select case
    when twilio_status in ('completed', 'deleted') then 'completed'
    when twilio_status in ('failed', 'absent') then 'failed'
    when twilio_status in ('in-progress', 'paused', 'stopped', 'processing') then 'in_progress'
    else replace(twilio_status, '-', '_') end $$;

alter table call_recordings
  add column twilio_status text,
  add column call_id bigint,
  add column file_size_bytes bigint,
  add column storage_key text,
  add column twilio_url text;
update call_recordings r set twilio_status = r.status, status = recording_word(r.status), file_size_bytes = r.size_bytes,
  storage_key = r.object_key, twilio_url = r.url, call_id = (select c.id from calls c where c.call_sid = r.call_sid);
alter table call_recordings
  add constraint call_recordings_call_id_fkey foreign key (call_id) references calls (id) on delete set null on update cascade;
create index call_recordings_call_id_idx on call_recordings (call_id) where call_id is not null;

-- Whichever of the two words is written, both are kept; the other columns follow from ours, and the call from its Call SID.
create function describe_recording() returns trigger
  language plpgsql
  as $$ begin
    if tg_op = 'INSERT' then
      new.twilio_status := coalesce(new.twilio_status, replace(new.status, '_', '-'));
    elsif new.status is distinct from old.status and new.twilio_status is not distinct from old.twilio_status then
      new.twilio_status := replace(new.status, '_', '-');
    end if;
    new.status := recording_word(new.twilio_status);
    new.file_size_bytes := new.size_bytes;
    new.storage_key := new.object_key;
    new.twilio_url := new.url;
    if tg_op = 'INSERT' or new.call_id is null or new.call_sid is distinct from old.call_sid then
      new.call_id := (select c.id from calls c where c.call_sid = new.call_sid);
    end if;
    return new;
  end $$;
create trigger call_recordings_words before insert or update on call_recordings
  for each row execute function describe_recording();

grant select (twilio_status, call_id, file_size_bytes) on call_recordings to app_reader, app_client;
