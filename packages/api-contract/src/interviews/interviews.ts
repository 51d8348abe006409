import { INTERVIEW_STATUSES, SCORE_STATES, TRANSCRIPT_STATES } from '@trunkline/telephony/interviews';
import { INTENT_STATES } from '@trunkline/telephony/dialing';
import { z } from 'zod';
import { listOf, timestamp } from '../http/answer-values.ts';
import { described, EXAMPLE_UUID } from '../http/described.ts';
import { anyOf, paging, storedText } from '../http/request-values.ts';

const questionNumber = described(z.int(), 'Number of the question, from 1', 3);

export const interviewToResume = z
  .strictObject({
    question_number: described(
      z.int().min(1).max(999).optional(),
      'The question that you expect to be next, from 1. The request is refused if another one is',
      3,
    ),
  })
  .meta({ id: 'InterviewToResume' });

const decision = z.enum(['advance', 'hold', 'reject']);

export const interviewDecision = z
  .strictObject({
    decision: described(decision, 'The decision', 'advance'),
    decided_by: described(storedText(200), 'Who decides', 'grace@example.com'),
    note: described(storedText(4000).optional(), 'The reason', 'Strong on the second question'),
  })
  .meta({ id: 'InterviewDecision' });

export const interviewToTrigger = z
  .strictObject({
    candidate_id: described(
      z.union([z.string().max(40), z.int()], { error: 'expected the UUID or the number of a candidate' }),
      'UUID or number of the candidate',
      EXAMPLE_UUID,
    ),
    job_description_id: described(z.string().max(40), 'UUID of the question set', EXAMPLE_UUID),
    template_version: described(
      z.int().min(1).max(2_147_483_647).optional(),
      'Version of the question set, from 1; default: the latest',
      2,
    ),
    resume: described(
      z.string().max(40).optional(),
      'UUID of an unfinished interview of the same candidate, to continue it',
      EXAMPLE_UUID,
    ),
  })
  .meta({ id: 'InterviewToTrigger' });
export type InterviewToTrigger = z.output<typeof interviewToTrigger>;

export const triggeredInterview = z
  .object({
    interview_id: z.uuid(),
    status: z.literal('pending'),
    candidate_id: described(z.union([z.string(), z.int()]), 'As the request gave it'),
    job_description_id: z.string(),
    first_question: questionNumber,
    total_questions: described(z.int(), 'Number of questions'),
    resumes: described(z.uuid().nullable(), 'The interview that it continues'),
    call_intent_id: described(z.uuid(), 'The requested call'),
    message: z.string(),
  })
  .meta({ id: 'TriggeredInterview' });

/** Of an interview in a list too. */
const summary = {
  interview_id: z.uuid(),
  status: z.enum(INTERVIEW_STATUSES),
  failure: described(z.string().nullable(), 'Why the call ended early', 'hung-up'),
  candidate: z.object({
    id: z.uuid(),
    candidate_id: described(z.int(), 'Number of the candidate'),
    name: z.string().nullable(),
  }),
  job_description_id: z.uuid(),
  template: z.object({
    title: z.string(),
    version: described(z.int(), 'Number of the version, from 1'),
    language: z.string(),
  }),
  total_questions: described(z.int(), 'Number of questions'),
  answered_questions: described(z.int(), 'Number of answered questions'),
  resumes: described(z.uuid().nullable(), 'The interview that this one continues'),
};

const head = {
  ...summary,
  first_question: questionNumber,
  resumed_by: described(z.uuid().nullable(), 'The interview that continues this one'),
};

export const interviewsQuery = z.strictObject({
  status: anyOf(z.enum(INTERVIEW_STATUSES), 'Only interviews with this status', ['completed', 'partial']),
  job_description_id: described(
    z.uuid().optional(),
    'Only interviews with this question set, in any version',
    EXAMPLE_UUID,
  ),
  candidate_id: described(
    z.coerce.number().int().min(0).max(2_147_483_647).optional(),
    'Only interviews of the candidate with this number',
    7,
  ),
  ...paging,
});

export const interviewsPage = listOf(
  z
    .object({
      ...summary,
      call_sid: z.string().nullable(),
      overall_score: described(z.number().nullable(), 'Of the latest result, from 0 to 10; null before there is one'),
      recommendation: described(z.string().nullable(), 'Of the latest result'),
      created_at: timestamp,
    })
    .meta({ id: 'InterviewSummary' }),
).meta({ id: 'InterviewsPage' });

const answer = z
  .object({
    interview_id: z.uuid(),
    question_number: questionNumber,
    attempt: described(z.int(), 'How often the question was asked, from 1'),
    question: z.string(),
    recording_sid: z.string().nullable(),
    duration_seconds: described(z.int().nullable(), 'Seconds of the answer'),
    answered_at: timestamp.nullable(),
    transcript: z.string().nullable(),
    transcript_status: z.enum(TRANSCRIPT_STATES),
    score: described(z.number().nullable(), 'Score of the model from 0 to 10; null without one'),
    feedback: z.string().nullable(),
    evidence: described(z.array(z.string()), 'Quotes from the transcript that support the score'),
    insufficient_evidence: z.boolean().nullable(),
    score_status: z.enum(SCORE_STATES),
    score_version: described(z.int().nullable(), 'Number of the scoring, from 1'),
    error: z.string().nullable(),
  })
  .meta({ id: 'InterviewAnswer' });

export const interviewFlow = z
  .object({
    ...head,
    stage: described(z.string(), 'How far the interview is from its result', 'transcribing'),
    call_sid: z.string().nullable(),
    call_status: z.string().nullable(),
    call_intent: z.object({ id: z.uuid(), state: z.enum(INTENT_STATES), error: z.string().nullable() }).nullable(),
    next_question: described(z.int().nullable(), 'The first open question, from 1; null if none is open'),
    can_trigger_next: described(z.boolean(), 'True if the interview can be resumed by another call'),
    reason: described(z.string().nullable(), 'Why it cannot be resumed'),
    started_at: timestamp.nullable(),
    ended_at: timestamp.nullable(),
    created_at: timestamp,
    responses: z.array(answer),
  })
  .meta({ id: 'InterviewFlow', description: 'The progress of an interview, and its next question' });

export const resumedInterview = z
  .object({
    interview_id: z.uuid(),
    resumes: described(z.uuid(), 'The interview that it continues'),
    status: z.literal('pending'),
    next_question: described(z.int().nullable(), 'The first question of the call, from 1'),
    call_intent_id: described(z.uuid(), 'The requested call'),
  })
  .meta({ id: 'ResumedInterview' });

const decided = {
  decision: z.string(),
  note: z.string().nullable(),
  decided_by: z.string(),
  decided_at: timestamp,
};

export const recordedDecision = z.object({ interview_id: z.uuid(), ...decided }).meta({ id: 'RecordedDecision' });

export const interviewResults = z
  .object({
    ...head,
    overall_score: described(
      z.number().nullable(),
      'Mean score of the answers from 0 to 10; null without a scored answer',
    ),
    recommendation: z.string(),
    strengths: z.array(z.string()),
    areas_for_improvement: z.array(z.string()),
    is_partial: described(z.boolean(), 'True if not every question was answered and scored'),
    version: described(z.int(), 'Number of the result, from 1'),
    model: z.string(),
    prompt_version: z.string(),
    scored_at: timestamp,
    is_being_rescored: z.boolean(),
    decision: described(z.object(decided).nullable(), 'The last decision'),
    decisions: described(z.array(z.object(decided)), 'All decisions, the latest first'),
    responses: z.array(answer),
  })
  .meta({ id: 'InterviewResults', description: "The model's result, and the decisions of people" });

export const requestedRescore = z
  .object({
    interview_id: z.uuid(),
    answers: described(z.int(), 'Number of answers that are scored again'),
    message: z.string(),
  })
  .meta({ id: 'RequestedRescore' });
