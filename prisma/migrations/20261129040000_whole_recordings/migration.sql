-- What is whole by its own measure is stored, though it is not what was announced; what is encrypted is kept as it is.

-- `encryption_details` is written by the fold of the facts, `audio_sec` and `is_encrypted` by worker-recording, `has_speech`
-- by worker-transcription.
alter table call_recordings
  add column encryption_details text,
  add column audio_sec          numeric(10,2),
  add column is_encrypted       boolean not null default false,
  add column has_speech         boolean,
  drop constraint call_recordings_custody_check,
  add constraint call_recordings_custody_check check (
    custody in ('announced', 'fetching', 'stored', 'absent', 'empty', 'gone', 'failed', 'expired'));

grant select (audio_sec, is_encrypted, has_speech) on call_recordings to app_reader;
grant select (audio_sec, is_encrypted, has_speech) on call_recordings to app_client;
