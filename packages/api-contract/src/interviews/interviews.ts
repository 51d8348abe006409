import { INTERVIEW_STATUSES, SCORE_STATES, TRANSCRIPT_STATES } from '@trunkline/telephony/interviews';
import { z } from 'zod';
import { timestamp } from '../http/answer-values.ts';
import { storedText } from '../http/request-values.ts';

/** The question that the asker believes to be next: if it is not, the request is stale. */
export const flowBody = z.strictObject({ question_number: z.int().min(1).max(999).optional() });

const decision = z.enum(['advance', 'hold', 'reject']);

export const decisionBody = z
  .strictObject({ decision, decided_by: storedText(200), note: storedText(4000).optional() })
  .meta({ id: 'DecisionRequest', example: { decision: 'advance', decided_by: 'grace@example.com' } });

export const triggerBody = z
  .strictObject({
    candidate_id: z.union([z.string().max(40), z.int()], { error: 'expected the UUID or the number of a candidate' }),
    job_description_id: z.string().max(40),
    template_version: z
      .int()
      .min(1)
      .max(2_147_483_647)
      .optional()
      .meta({ description: 'A version of the question set; the latest when not given' }),
    resume: z.string().max(40).optional().meta({ description: 'An interview of the same candidate that broke off' }),
  })
  .meta({ id: 'TriggerRequest' });
export type TriggerBody = z.output<typeof triggerBody>;

export const triggerAnswer = z.object({
  interview_id: z.uuid(),
  status: z.literal('pending'),
  candidate_id: z.union([z.string(), z.int()]),
  job_description_id: z.string(),
  first_question: z.int(),
  total_questions: z.int(),
  resumes: z.uuid().nullable(),
  call_intent_id: z.uuid(),
  message: z.string(),
});

const head = {
  interview_id: z.uuid(),
  status: z.enum(INTERVIEW_STATUSES),
  failure: z.string().nullable(),
  candidate: z.object({ id: z.uuid(), candidate_id: z.int(), name: z.string().nullable() }),
  job_description_id: z.uuid(),
  template: z.object({ title: z.string(), version: z.int(), language: z.string() }),
  total_questions: z.int(),
  first_question: z.int(),
  answered_questions: z.int(),
  resumes: z.uuid().nullable(),
  resumed_by: z.uuid().nullable(),
};

const response = z
  .object({
    interview_id: z.uuid(),
    question_number: z.int(),
    attempt: z.int(),
    question: z.string(),
    recording_sid: z.string().nullable(),
    duration_seconds: z.int().nullable(),
    answered_at: z.iso.datetime({ offset: true }).nullable(),
    transcript: z.string().nullable(),
    transcript_status: z.enum(TRANSCRIPT_STATES),
    score: z.number().nullable(),
    feedback: z.string().nullable(),
    evidence: z.array(z.string()),
    insufficient_evidence: z.boolean().nullable(),
    score_status: z.enum(SCORE_STATES),
    score_version: z.int().nullable(),
    error: z.string().nullable(),
  })
  .meta({ id: 'InterviewResponse' });

/** Where an interview stands, and its next question. */
export const interviewFlow = z
  .object({
    ...head,
    stage: z.string(),
    call_sid: z.string().nullable(),
    call_status: z.string().nullable(),
    call_intent: z.object({ id: z.uuid(), state: z.string(), error: z.string().nullable() }).nullable(),
    next_question: z.int().nullable(),
    can_trigger_next: z.boolean(),
    reason: z.string().nullable(),
    started_at: timestamp.nullable(),
    ended_at: timestamp.nullable(),
    created_at: timestamp,
    responses: z.array(response),
  })
  .meta({ id: 'InterviewFlow' });

export const flowAnswer = z.object({
  interview_id: z.uuid(),
  resumes: z.uuid(),
  status: z.literal('pending'),
  next_question: z.int().nullable(),
  call_intent_id: z.uuid(),
});

const decided = {
  decision: z.string(),
  note: z.string().nullable(),
  decided_by: z.string(),
  decided_at: z.iso.datetime({ offset: true }),
};

export const decisionAnswer = z.object({ interview_id: z.uuid(), ...decided });

/** The model’s result, and beside it what people decided. */
export const interviewResults = z
  .object({
    ...head,
    overall_score: z.number().nullable(),
    recommendation: z.string(),
    strengths: z.array(z.string()),
    areas_for_improvement: z.array(z.string()),
    is_partial: z.boolean(),
    version: z.int(),
    model: z.string(),
    prompt_version: z.string(),
    scored_at: z.iso.datetime({ offset: true }),
    is_being_rescored: z.boolean(),
    decision: z.object(decided).nullable(),
    decisions: z.array(z.object(decided)),
    responses: z.array(response),
  })
  .meta({ id: 'InterviewResults' });

export const rescoreAnswer = z.object({ interview_id: z.uuid(), answers: z.int(), message: z.string() });
