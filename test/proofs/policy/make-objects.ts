import type { Queryable } from '@trunkline/db/connection';

/** Ids of one object of each kind that an endpoint may be about, all of one order of one client for one reader. */
export type Objects = Readonly<Record<(typeof NAMES)[number], string>>;

/** The owners of the objects. */
export type Parties = { client: string; reader: string; monitor: string };

/** Creates the functions and triggers of the proof, in a schema of its own that no role of the API may enter. */
export async function prepareObjects(db: Queryable): Promise<void> {
  await db.query(PREPARE);
}

/** Creates new objects. */
export async function makeObjects(db: Queryable, { client, reader, monitor }: Parties): Promise<Objects> {
  const sql = 'select proof.make_objects($1, $2, $3) as made';
  return (await db.query<{ made: Objects }>(sql, [client, reader, monitor])).rows[0]!.made;
}

const NAMES = [
  'order',
  'openOrder',
  'call',
  'callSid',
  'leg',
  'legSid',
  'scheduled',
  'quiet',
  'paused',
  'pausedSid',
  'ended',
  'endedSid',
  'recordingSid',
  'legRecordingSid',
  'conversation',
  'legConversation',
  'contact',
  'legContact',
  'clientSiren',
  'readerSiren',
  'staffSiren',
  'candidate',
  'template',
  'newTemplate',
  'interview',
  'intent',
  'campaign',
  'inbox',
  'run',
  'profile',
  'superadmin',
  'key',
  'superadminKey',
  'endpoint',
  'delivery',
  'gap',
  'fingerprint',
  'operation',
  'clientView',
  'readerView',
  'staffView',
  'adminView',
  'test',
  'connection',
] as const;

/** Ids that do not exist, for every place where a request needs an id. */
export const ABSENT = Object.fromEntries(NAMES.map((name) => [name, absentId(name)])) as Objects;

function absentId(name: (typeof NAMES)[number]): string {
  if (name === 'recordingSid' || name === 'legRecordingSid') return `RE${'f'.repeat(32)}`;
  if (name.endsWith('Sid')) return `CA${'f'.repeat(32)}`;
  if (['candidate', 'template', 'newTemplate', 'interview', 'intent', 'profile', 'superadmin'].includes(name))
    return 'ffffffff-ffff-4fff-8fff-ffffffffffff';
  if (name === 'fingerprint') return 'f'.repeat(16);
  return name === 'campaign' ? 'no-such-campaign' : '77777777777';
}

/** Triggers confirm commands, complete scans and settle tests at once: the work of workers is no part of the proof. */
const PREPARE = `
drop schema if exists proof cascade;
create schema proof;
create function proof.confirm() returns trigger language plpgsql security definer as $$
begin
  if new.state = 'queued' then new.state := 'confirmed'; new.settled_at := now(); end if;
  update calls set recording_status = case new.kind when 'recording_start' then 'recording' when 'recording_pause' then 'paused'
    when 'recording_resume' then 'recording' when 'recording_stop' then 'stopped' else recording_status end
    where id = new.call_id;
  return new;
end $$;
create trigger proof_confirm before insert on call_commands for each row execute function proof.confirm();
create function proof.scan() returns trigger language plpgsql security definer as $$
begin
  if new.state = 'queued' then new.state := 'completed'; new.finished_at := now(); end if;
  return new;
end $$;
create function proof.settle() returns trigger language plpgsql security definer as $$
begin
  new.settled_at := now();
  return new;
end $$;
create function proof.examine() returns trigger language plpgsql security definer as $$
begin
  new.settled_at := now();
  new.checks := '[]';
  return new;
end $$;
create trigger proof_settle before insert on callback_tests for each row execute function proof.settle();
create trigger proof_connect before insert on twilio_connections for each row execute function proof.settle();
create trigger proof_examine before insert on doctor_runs for each row execute function proof.examine();
create trigger proof_scan before insert on sync_runs for each row execute function proof.scan();

create sequence proof.numbers start 5140000;
create function proof.sid(prefix text) returns text language sql as $$ select prefix || replace(gen_random_uuid()::text, '-', '') $$;

create function proof.add_call(order_id bigint, conversation bigint, status text, recording text default null, conference bigint default null)
  returns calls language sql as $$
  insert into calls (call_sid, order_id, conversation_id, status, is_final, recording_status, conference_call_id, direction,
    from_number, to_number, outside_number, sip_or_pstn, start_time, price, error_message)
  values (proof.sid('CA'), order_id, conversation, status, status = 'completed', recording, conference, 'outbound',
    '+16175006181', '+1508' || nextval('proof.numbers'), '+1508' || currval('proof.numbers'), 'pstn', now(), 1.5, 'for the staff')
  returning *
$$;
create function proof.add_siren(call_id bigint, by uuid, status text) returns bigint language sql as $$
  insert into siren_alerts (call_id, triggered_by, alert_type, reason, status) values (call_id, by, 'emergency', 'a reason', status)
  returning id
$$;

-- How many rows a role changes by a command without a condition, for which it need not see them.
create function proof.count(role text, actor text, command text) returns text language plpgsql as $$
declare
  touched bigint;
begin
  perform sign_context(substr(role, 5), actor);
  execute format('set local role %I', role);
  execute command;
  get diagnostics touched = row_count;
  raise exception using errcode = 'P9999', message = touched;
exception when others then return sqlerrm;
end $$;

-- The access of a role to one row by a command: reached, hidden (by a policy), refused (it has no such privilege).
create function proof.probe(role text, actor text, command text, command_on_all text) returns text language plpgsql as $$
declare
  touched bigint;
begin
  begin
    perform sign_context(substr(role, 5), actor);
    execute format('set local role %I', role);
    execute command;
    get diagnostics touched = row_count;
    raise exception using errcode = 'P9999', message = case touched when 0 then 'hidden' else 'reached' end;
  exception
    when sqlstate 'P9999' then return sqlerrm;
    when insufficient_privilege then
      if sqlerrm like '%row-level security%' then return 'hidden'; end if;
      if command_on_all is null then return 'refused'; end if;
    when others then return 'reached'; -- a constraint or a trigger, behind all policies
  end;
  return proof.probe(role, actor, command_on_all, null);
end $$;

create function proof.make_objects(client uuid, reader uuid, monitor uuid) returns jsonb language plpgsql as $$
declare
  word text := replace(gen_random_uuid()::text, '-', '');
  order_id bigint; open_order bigint; contact bigint; leg_contact bigint; conversation bigint; leg_conversation bigint;
  call calls; leg calls; quiet calls; paused calls; ended calls; scheduled bigint;
  recording text := proof.sid('RE'); leg_recording text := proof.sid('RE');
  client_siren bigint; reader_siren bigint; staff_siren bigint;
  candidate candidates; template interview_templates; new_template uuid; interview uuid; answer bigint; intent uuid;
  inbox bigint; gap bigint; attempt bigint; run bigint; profile uuid; superadmin uuid; key_id bigint; superadmin_key bigint;
  endpoint bigint; delivery bigint; operation bigint; client_view bigint; reader_view bigint; staff_view bigint; admin_view bigint; printed text; test bigint; connection bigint;
begin
  insert into orders (client_id, reader_id) values (client, reader) returning id into order_id;
  insert into orders (client_id, reader_id) values (client, reader) returning id into open_order;
  insert into dial_approvals (actor, calls, reason, approved_by)
    select 'operator', 10, 'a campaign', id from profiles where name in ('superadmin', 'admin') or id = monitor;
  insert into processes (id, app, host, pid, version, health, report, failing_loops, dependencies, figures, started_at)
    values (gen_random_uuid(), 'ingest', 'a-host', 1, '0.1.0', 'ok', '{}', '[]', '{}', '{}', now());
  delete from queue_pauses where queue = 'recordings'; -- a request pauses it
  insert into queue_pauses (queue, reason, paused_by) values ('notify', 'a proof', 'operator') on conflict do nothing;
  insert into metric_samples (at, samples) values (now(), array_fill(1::real, array[20])) on conflict do nothing;
  insert into metric_rollups (at, lowest, highest, latest)
    select now(), samples, samples, samples from metric_samples limit 1 on conflict do nothing;
  insert into rejected_requests (hour, cause, response_status, method, path, host, account_sid, requests, sample, first_at, last_at)
    values (date_trunc('hour', now()), 'unsigned', 403, 'POST', '/' || word, 'a-host', '', 1,
      '{"userAgent": null, "contentType": null, "bodyBytes": null, "isSigned": false, "fields": [], "queryFields": [], "expectedUrl": "https://example.com/", "signedUrl": null}',
      now(), now());
  insert into contacts (phone_number) values ('+1' || left(word, 12)) returning id into contact;
  insert into contacts (phone_number) values ('+2' || left(word, 12)) returning id into leg_contact;
  insert into conversations (contact_id, external_id) values (contact, '+1' || word) returning id into conversation;
  insert into conversations (contact_id, external_id) values (leg_contact, '+2' || word) returning id into leg_conversation;
  call := proof.add_call(order_id, conversation, 'in-progress', 'recording');
  leg := proof.add_call(order_id, leg_conversation, 'in-progress', null, call.id);
  quiet := proof.add_call(order_id, conversation, 'in-progress');
  paused := proof.add_call(order_id, conversation, 'in-progress', 'paused');
  ended := proof.add_call(order_id, conversation, 'completed');
  insert into calls (order_id, status, scheduled_at, time_zone, direction, from_number, to_number)
    values (order_id, 'scheduled', now() + interval '1 hour', 'UTC', 'outbound', '+16175006181', '+15085140320') returning id into scheduled;
  insert into call_recordings (recording_sid, call_sid, status, announced_at, updated_at, custody, object_key, content_type, size_bytes, sha256, price)
    values (recording, call.call_sid, 'completed', now(), now(), 'stored', 'a/b.wav', 'audio/wav', 14, repeat('a', 64), 0.5),
      (leg_recording, leg.call_sid, 'completed', now(), now(), 'stored', 'a/c.wav', 'audio/wav', 14, repeat('b', 64), 0.5);
  insert into recording_peaks (recording_sid, channels, peaks) values (recording, 1, '\x0102'), (leg_recording, 1, '\x0304');
  insert into call_commands (call_id, kind, state, actor_role, actor_id) values (call.id, 'recording_start', 'confirmed', 'monitor', monitor),
    (ended.id, 'drop', 'confirmed', 'monitor', monitor), (leg.id, 'recording_start', 'confirmed', 'monitor', monitor);
  update calls set recording_status = 'paused' where id = paused.id;
  client_siren := proof.add_siren(call.id, client, 'active');
  reader_siren := proof.add_siren(paused.id, reader, 'acknowledged');
  update siren_alerts set acknowledged_by = monitor, acknowledged_at = now() where id = reader_siren;
  staff_siren := proof.add_siren(ended.id, monitor, 'active');
  insert into candidates (name, phone_number) values ('A candidate', '+15085140322') returning * into candidate;
  insert into interview_templates (job_description_id, version, title, questions)
    values (gen_random_uuid(), 1, 'A set', '[{"text": "Why?", "time_limit_seconds": 60, "rubric": null}, {"text": "How?", "time_limit_seconds": 60, "rubric": null}]')
    returning * into template;
  insert into interview_templates (job_description_id, version, title, questions)
    values (gen_random_uuid(), 1, 'Another set', template.questions) returning job_description_id into new_template;
  insert into interviews (candidate_id, template_id, status, question_count, answered)
    values (candidate.id, template.id, 'partial', 2, 1) returning id into interview;
  insert into interview_responses (interview_id, question_number, question, recording_sid, transcript, transcript_status, score_status)
    values (interview, 1, 'Why?', proof.sid('RE'), 'I said so.', 'done', 'done') returning id into answer;
  insert into interview_scores (response_id, version, score, feedback, model, prompt_version) values (answer, 1, 7, 'Good', 'm', '1');
  insert into interview_results (interview_id, version, overall_score, recommendation, model, prompt_version)
    values (interview, 1, 7, 'advance', 'm', '1');
  insert into interview_decisions (interview_id, decision, decided_by) values (interview, 'hold', 'somebody');
  insert into interview_events (interview_id, fact_key, kind, observed_at, fact) values (interview, word, 'interview', now(), '{}');
  insert into model_effects (key, kind, model) values (word, 'score', 'm');
  insert into call_intents (id, kind, candidate_id, to_number, from_number, voice_url, status_url)
    values (gen_random_uuid(), 'candidate', candidate.id, '+15085140322', '+16175006181', 'x', 'y') returning id into intent;
  insert into call_intents (id, kind, call_id, leg, to_number, from_number, voice_url, status_url)
    values (gen_random_uuid(), 'order', call.id, 'reader', '+15085140322', '+16175006181', 'x', 'y');
  insert into campaigns (id, name) values (word, 'A campaign');
  insert into call_attempts (call_sid, campaign_id, event_type, contact_state) values (call.call_sid, word, 'call.started', 'dialing')
    returning id into attempt;
  insert into twilio_webhook_inbox (source, event_type, call_sid, dedupe_key, payload, processing_status, error)
    values ('webhook', 'call-status', call.call_sid, word, '{}', 'dead_letter', 'it died') returning id into inbox;
  insert into twilio_webhook_inbox (source, event_type, call_sid, dedupe_key, payload)
    values ('api', 'manual-status', call.call_sid, word || ' by hand', '{}');
  update twilio_webhook_inbox set fingerprint = left(word, 16) where id = inbox returning fingerprint into printed;
  insert into twilio_webhook_dedupe (key, inbox_id) values (gen_random_uuid(), inbox);
  insert into twilio_webhook_search (inbox_id, words) values (inbox, call.call_sid);
  insert into call_lookups (call_sid, inbox_id, state) values (call.call_sid, inbox, 'due'), (ended.call_sid, inbox, 'found');
  insert into call_events (inbox_id, call_sid, event_type, observed_at, source, verdict, fact, payload)
    values (inbox, call.call_sid, 'call.created', now(), 'webhook', 'applied', jsonb_build_object('key', word, 'kind', 'call-status',
      'source', 'webhook', 'callSid', call.call_sid, 'status', 'in-progress', 'sequence', 1, 'occurredAt', null, 'observedAt', now(),
      'values', '{}'::jsonb), '{}');
  insert into callback_gaps (call_sid, missing, noticed_by) values (call.call_sid, 'completed', 'hot') returning id into gap;
  insert into sync_runs (kind, since, until, state) values ('sync', now() - interval '1 hour', now(), 'running') returning id into run;
  insert into sync_state (job_name) values ('hot') on conflict do nothing;
  insert into profiles (name, role) values ('Somebody ' || word, 'reader') returning id into profile;
  insert into profiles (name, role) values ('Superadmin ' || word, 'superadmin') returning id into superadmin;
  insert into api_keys (prefix, secret_hash, profile_id, label, scopes) values ('a' || word, word, profile, 'a key', '{*}') returning id into key_id;
  insert into api_keys (prefix, secret_hash, profile_id, label, scopes) values ('b' || word, word, superadmin, 'a key', '{*}') returning id into superadmin_key;
  insert into sessions (token_hash, profile_id, expires_at) values (word, profile, now() + interval '1 hour');
  insert into login_links (token_hash, profile_id, expires_at) values (word, profile, now() + interval '1 hour');
  insert into webhook_endpoints (url, secret, events) values ('https://example.com/hook', 'whsec_' || word, '{*}') returning id into endpoint;
  insert into webhook_deliveries (endpoint_id, message_id, event, payload, state) values (endpoint, word, 'webhook.test', '{}', 'failed')
    returning id into delivery;
  insert into idempotency_keys (actor_id, key, request_hash, status, answer) select id, word, 'x', 200, '{}' from profiles where name in ('superadmin', 'admin') or id in (client, reader, monitor);
  insert into operations (kind, filter, summary, reason, rate, canary, total, requested_by)
    values ('dead-letters.replay', '{}', 'Would replay', 'a reason', 1, 0, 1, monitor::text) returning id into operation;
  insert into operation_items (operation_id, target_id) values (operation, inbox);
  insert into saved_views (owner, screen, name, query) values (client::text, 'calls', word, 'live=true') returning id into client_view;
  insert into saved_views (owner, screen, name, query) values (reader::text, 'calls', word, 'live=true') returning id into reader_view;
  insert into saved_views (owner, screen, name, query, is_shared) values (monitor::text, 'calls', word, 'live=true', true)
    returning id into staff_view;
  insert into saved_views (owner, screen, name, query, is_shared) select id::text, 'live', word, 'live=true', true
    from profiles where name = 'superadmin';
  insert into saved_views (owner, screen, name, query, is_shared) select id::text, 'live', word, 'live=true', true
    from profiles where name = 'admin' returning id into admin_view;
  insert into callback_tests (requested_by, settled_at) values (monitor::text, now()) returning id into test;
  insert into doctor_runs (requested_by, settled_at, checks) values (monitor::text, now(), '[]');
  insert into twilio_connections (action, target, voice_path, is_dry_run, requested_by, settled_at)
    values ('connect', '+16175006181', '/webhooks/twilio/voice-inbound', true, monitor::text, now()) returning id into connection;
  insert into stream_cursors (name, seq) values (word, 0);
  insert into erasures (object_keys) values (array[word]);
  insert into erased_calls (call_sid) values (word);
  insert into erased_numbers (digest) values (convert_to(word, 'UTF8'));
  perform append_audit(word, monitor::text, 'monitor', 'GET /', 'call:' || call.id, 'looked', 'ok');
  insert into audit_anchors (hour, lines, head) values ('2026-01-01T00', 1, repeat('a', 64)) on conflict do nothing;
  perform tell_stream('audit.anchored', 'anchor', '2026-01-01T00');
  perform tell_stream('call.updated', 'call', call.id::text, call.id), tell_stream('call.updated', 'call', leg.id::text, leg.id),
    tell_stream('recording.updated', 'recording', recording, call.id), tell_stream('recording.updated', 'recording', leg_recording, leg.id),
    tell_stream('siren.raised', 'siren', client_siren::text, call.id), tell_stream('siren.raised', 'siren', reader_siren::text, paused.id),
    tell_stream('siren.raised', 'siren', staff_siren::text, ended.id), tell_stream('interview.updated', 'interview', interview::text),
    tell_stream('transcript.updated', 'answer', answer::text), tell_stream('gap.noticed', 'gap', gap::text, call.id),
    tell_stream('call.started', 'attempt', attempt::text, call.id);
  perform number_stream_events();
  return jsonb_build_object('order', order_id::text, 'openOrder', open_order::text, 'call', call.id::text, 'callSid', call.call_sid,
    'leg', leg.id::text, 'legSid', leg.call_sid, 'scheduled', scheduled::text, 'quiet', quiet.id::text, 'paused', paused.id::text,
    'pausedSid', paused.call_sid, 'ended', ended.id::text, 'endedSid', ended.call_sid, 'recordingSid', recording,
    'legRecordingSid', leg_recording, 'conversation', conversation::text, 'legConversation', leg_conversation::text,
    'contact', contact::text, 'legContact', leg_contact::text, 'clientSiren', client_siren::text, 'readerSiren', reader_siren::text,
    'staffSiren', staff_siren::text, 'candidate', candidate.uuid::text, 'template', template.job_description_id::text,
    'newTemplate', new_template::text, 'interview', interview::text, 'intent', intent::text, 'campaign', word, 'inbox', inbox::text,
    'run', run::text, 'profile', profile::text, 'superadmin', superadmin::text, 'key', key_id::text,
    'superadminKey', superadmin_key::text, 'endpoint', endpoint::text, 'delivery', delivery::text,
    'gap', gap::text, 'fingerprint', printed, 'operation', operation::text, 'clientView', client_view::text,
    'readerView', reader_view::text, 'staffView', staff_view::text, 'adminView', admin_view::text, 'test', test::text, 'connection', connection::text);
end $$;`;
