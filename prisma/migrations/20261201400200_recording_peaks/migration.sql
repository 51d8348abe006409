-- The waveform of a stored recording: up to 800 points of a byte for each channel, one channel after the other. A table of its
-- own, so that lists of recordings do not read it. The row is written with the custody and deleted with the audio.
create table recording_peaks (
  recording_sid varchar(100) not null,
  channels      smallint     not null,
  peaks         bytea        not null,
  constraint recording_peaks_pkey primary key (recording_sid),
  constraint recording_peaks_channels_check check (channels between 1 and 2),
  constraint recording_peaks_peaks_check check (octet_length(peaks) between channels and 800 * channels and octet_length(peaks) % channels = 0),
  constraint recording_peaks_recording_sid_fkey foreign key (recording_sid) references call_recordings (recording_sid) on delete cascade on update cascade
);

grant select, insert, update, delete on recording_peaks to trunkline_retention;
alter table recording_peaks enable row level security;
alter table recording_peaks force row level security;
grant select on recording_peaks to app_superadmin;
grant select on recording_peaks to app_admin;
grant select on recording_peaks to app_monitor;
grant select on recording_peaks to app_reader;
grant select on recording_peaks to app_client;
grant select on recording_peaks to trunkline_worker_recording;
grant insert on recording_peaks to trunkline_worker_recording;
grant update on recording_peaks to trunkline_worker_recording;
grant delete on recording_peaks to trunkline_worker_recording;
create policy recording_peaks_worker on recording_peaks for all to trunkline_worker using (true) with check (true);
create policy recording_peaks_select_superadmin on recording_peaks for select to app_superadmin using ((select (signed_context())[1] = 'superadmin'));
create policy recording_peaks_select_admin on recording_peaks for select to app_admin using ((select (signed_context())[1] = 'admin'));
create policy recording_peaks_select_monitor on recording_peaks for select to app_monitor using ((select (signed_context())[1] = 'monitor'));
create policy recording_peaks_select_reader on recording_peaks for select to app_reader using ((select (signed_context())[1] = 'reader') and (exists (select from call_recordings r where r.recording_sid = recording_peaks.recording_sid and r.call_sid = any(array(select c.call_sid from calls c where c.order_id = any(array(select o.id from orders o where o.reader_id = (select (signed_context())[2]::uuid))))))));
create policy recording_peaks_select_client on recording_peaks for select to app_client using ((select (signed_context())[1] = 'client') and (exists (select from call_recordings r where r.recording_sid = recording_peaks.recording_sid and r.call_sid = any(array(select c.call_sid from calls c where c.conference_call_id is null and c.order_id = any(array(select o.id from orders o where o.client_id = (select (signed_context())[2]::uuid))))))));
