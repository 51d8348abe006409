-- Recordings in our custody, interviews over the phone, and the calls that we place.

-- What became of a recording: announced → fetching → stored | absent | failed | expired. The fold of its facts writes none
-- of these columns, `worker-recording` no other.
alter table call_recordings
  add column custody         text        not null default 'announced',
  add column evidence        jsonb       not null default '[]',
  add column object_key      text,
  add column content_type    text,
  add column size_bytes      bigint,
  add column sha256          text,
  add column fetch_attempts  integer     not null default 0,
  add column next_attempt_at timestamptz not null default now(),
  add column stored_at       timestamptz,
  add column expired_at      timestamptz,
  add column remote_deleted_at timestamptz,
  add constraint call_recordings_custody_check check (
    custody in ('announced', 'fetching', 'stored', 'absent', 'failed', 'expired'));
create index call_recordings_unfetched_idx on call_recordings (next_attempt_at) where custody in ('announced', 'fetching');
create index call_recordings_stored_idx on call_recordings (stored_at) where custody = 'stored';

-- Who is called. The interview service knows a candidate by a UUID, the status callbacks by a number.
alter table candidates
  add column uuid         uuid not null default gen_random_uuid(),
  add column name         text,
  add column phone_number varchar(20);
create unique index candidates_uuid_key on candidates (uuid);
-- Numbers of our own, far from those that the callbacks of other applications bring; at most nine digits.
create sequence candidates_id_seq as integer start 500000001 owned by candidates.id;
alter table candidates alter column id set default nextval('candidates_id_seq');

-- Question sets. A change makes a new version; interviews keep the one they began with.
create table interview_templates (
  id                 bigint      generated always as identity,
  job_description_id uuid        not null,
  version            integer     not null,
  title              text        not null,
  language           text        not null default 'en-US',
  voice              text        not null default 'Polly.Joanna-Neural',
  questions          jsonb       not null,
  created_at         timestamptz not null default now(),
  constraint interview_templates_pkey primary key (id)
);
create unique index interview_templates_job_description_id_version_key on interview_templates (job_description_id, version);

-- Calls that we place: an intent is committed before Twilio is asked, and Twilio is asked at most once.
create table call_intents (
  id              uuid        not null default gen_random_uuid(),
  kind            text        not null,
  candidate_id    integer,
  interview_id    uuid,
  to_number       varchar(20) not null,
  from_number     varchar(20) not null,
  voice_url       text        not null,
  status_url      text        not null,
  state           text        not null default 'queued',
  call_sid        varchar(100),
  not_before      timestamptz not null default now(),
  submitting_at   timestamptz,
  submitted_at    timestamptz,
  resolved_at     timestamptz,
  next_attempt_at timestamptz not null default now(),
  checks          integer     not null default 0,
  error_code      text,
  error           text,
  evidence        jsonb       not null default '[]',
  created_at      timestamptz not null default now(),
  updated_at      timestamptz not null default now(),
  constraint call_intents_pkey primary key (id),
  constraint call_intents_state_check check (
    state in ('queued', 'submitting', 'submitted', 'submission_unknown', 'not_placed', 'refused', 'canceled'))
);
create index call_intents_unresolved_idx on call_intents (next_attempt_at)
  where state in ('queued', 'submitting', 'submission_unknown');
create index call_intents_call_sid_idx on call_intents (call_sid) where call_sid is not null;
-- How many calls were placed within the last second, by all copies of the dialer.
create index call_intents_submitting_at_idx on call_intents (submitting_at) where submitting_at is not null;

create table interviews (
  id             uuid        not null default gen_random_uuid(),
  candidate_id   integer     not null,
  template_id    bigint      not null,
  resumes        uuid,
  first_question integer     not null default 1,
  status         text        not null default 'pending',
  question_count integer     not null,
  answered       integer     not null default 0,
  call_sid       varchar(100),
  call_status    text,
  failure        text,
  started_at     timestamptz,
  ended_at       timestamptz,
  result_due_at  timestamptz          default now(),
  version        integer     not null default 0,
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),
  constraint interviews_pkey primary key (id),
  constraint interviews_candidate_id_fkey foreign key (candidate_id) references candidates (id) on delete restrict on update cascade,
  constraint interviews_template_id_fkey foreign key (template_id) references interview_templates (id) on delete restrict on update cascade,
  constraint interviews_status_check check (
    status in ('pending', 'calling', 'in_progress', 'completed', 'partial', 'failed'))
);
create index interviews_candidate_id_idx on interviews (candidate_id);
create index interviews_call_sid_idx on interviews (call_sid) where call_sid is not null;
create index interviews_resumes_idx on interviews (resumes) where resumes is not null;
create index interviews_template_id_idx on interviews (template_id);
-- Due from the beginning and with each answer that is finished; cleared by the result.
create index interviews_result_due_idx on interviews (result_due_at) where result_due_at is not null;

-- The log of an interview: its state is the fold of these facts. One row per callback about it, never changed.
create table interview_events (
  id              bigint      generated always as identity,
  interview_id    uuid        not null,
  inbox_id        bigint,
  fact_key        text        not null,
  kind            text        not null,
  question_number integer,
  attempt         integer,
  recording_sid   varchar(100),
  occurred_at     timestamptz,
  observed_at     timestamptz not null,
  fact            jsonb       not null,
  created_at      timestamptz not null default now(),
  constraint interview_events_pkey primary key (id)
);
create unique index interview_events_interview_id_fact_key_key on interview_events (interview_id, fact_key);
create trigger interview_events_immutable before update on interview_events for each row execute function refuse_event_change();

create table interview_responses (
  id              bigint      generated always as identity,
  interview_id    uuid        not null,
  question_number integer     not null,
  attempt         integer     not null default 1,
  question        text        not null,
  recording_sid   varchar(100),
  duration_sec    integer,
  answered_at     timestamptz,
  transcript      text,
  transcript_status text      not null default 'waiting',
  score_status    text        not null default 'waiting',
  tries           integer     not null default 0,
  next_attempt_at timestamptz not null default now(),
  error           text,
  created_at      timestamptz not null default now(),
  updated_at      timestamptz not null default now(),
  constraint interview_responses_pkey primary key (id),
  constraint interview_responses_interview_id_fkey foreign key (interview_id) references interviews (id) on delete cascade on update cascade,
  constraint interview_responses_transcript_status_check check (transcript_status in ('waiting', 'done', 'unable', 'no_answer')),
  constraint interview_responses_score_status_check check (score_status in ('waiting', 'done', 'failed', 'none'))
);
create unique index interview_responses_interview_id_question_number_attempt_key on interview_responses (interview_id, question_number, attempt);
create index interview_responses_recording_sid_idx on interview_responses (recording_sid) where recording_sid is not null;
create index interview_responses_unfinished_idx on interview_responses (next_attempt_at)
  where transcript_status = 'waiting' or score_status = 'waiting';

-- A score or a result is never changed: scoring again makes a new version.
create table interview_scores (
  id                    bigint      generated always as identity,
  response_id           bigint      not null,
  version               integer     not null,
  score                 integer,
  feedback              text        not null,
  evidence              jsonb       not null default '[]',
  insufficient_evidence boolean     not null default false,
  model                 text        not null,
  prompt_version        text        not null,
  created_at            timestamptz not null default now(),
  constraint interview_scores_pkey primary key (id),
  constraint interview_scores_response_id_fkey foreign key (response_id) references interview_responses (id) on delete cascade on update cascade
);
create unique index interview_scores_response_id_version_key on interview_scores (response_id, version);

create table interview_results (
  id                    bigint      generated always as identity,
  interview_id          uuid        not null,
  version               integer     not null,
  overall_score         decimal(4,2),
  recommendation        text        not null,
  strengths             jsonb       not null default '[]',
  areas_for_improvement jsonb       not null default '[]',
  is_partial            boolean     not null default false,
  model                 text        not null,
  prompt_version        text        not null,
  created_at            timestamptz not null default now(),
  constraint interview_results_pkey primary key (id),
  constraint interview_results_interview_id_fkey foreign key (interview_id) references interviews (id) on delete cascade on update cascade
);
create unique index interview_results_interview_id_version_key on interview_results (interview_id, version);

-- What a person decided stands beside what the model says.
create table interview_decisions (
  id           bigint      generated always as identity,
  interview_id uuid        not null,
  decision     text        not null,
  note         text,
  decided_by   text        not null,
  created_at   timestamptz not null default now(),
  constraint interview_decisions_pkey primary key (id),
  constraint interview_decisions_interview_id_fkey foreign key (interview_id) references interviews (id) on delete cascade on update cascade
);
create index interview_decisions_interview_id_idx on interview_decisions (interview_id);

-- What a model was asked and paid for: the same question is never paid twice.
create table model_effects (
  key         text        not null,
  kind        text        not null,
  state       text        not null default 'asking',
  asks        integer     not null default 1,
  model       text        not null,
  answer      jsonb,
  cost_usd    decimal(12,6),
  asked_at    timestamptz not null default now(),
  answered_at timestamptz,
  constraint model_effects_pkey primary key (key),
  constraint model_effects_state_check check (state in ('asking', 'answered', 'refused', 'unknown'))
);
create index model_effects_asked_at_idx on model_effects (asked_at);
