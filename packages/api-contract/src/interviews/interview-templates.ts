import { z } from 'zod';
import { listOf, timestamp } from '../http/answer-values.ts';
import { described, EXAMPLE_UUID } from '../http/described.ts';
import { paging, storedText } from '../http/request-values.ts';

export const templateParam = described(z.string(), 'UUID of the question set (job_description_id)', EXAMPLE_UUID);

const question = z.strictObject({
  text: described(storedText(1000), 'The question as it is spoken', 'What did you build?'),
  time_limit_seconds: described(z.int().min(5).max(3600).default(120), 'Longest answer in seconds', 120),
  rubric: described(
    storedText(4000).nullable().default(null),
    'What a good answer contains, for the model that scores',
    'Names a system and their own part in it',
  ),
});

/** Languages with prompts. */
export const LANGUAGES = ['en-US', 'de-DE', 'fr-FR', 'es-ES'] as const;

export const interviewTemplateToSave = z
  .strictObject({
    job_description_id: described(
      z.uuid().optional(),
      'The question set that gets a new version; default: a new set',
      EXAMPLE_UUID,
    ),
    title: described(storedText(200), 'Title of the position', 'Engineer'),
    language: described(z.enum(LANGUAGES).default('en-US'), 'Language of the interview', 'en-US'),
    voice: described(
      storedText(100).optional(),
      'Voice of Twilio for this language; default: by language',
      'Polly.Joanna',
    ),
    questions: described(z.array(question).min(1).max(50), 'The questions, in their order', [
      { text: 'What did you build?', time_limit_seconds: 120 },
    ]),
  })
  .meta({ id: 'InterviewTemplateToSave' });

const version = z.coerce.number().int().min(1).max(2_147_483_647);

export const templateVersionQuery = z.strictObject({
  version: described(version.optional(), 'Number of the version, from 1; default: the latest, or all in analytics', 2),
});

export const templatesQuery = z.strictObject({ ...paging });

/** A version of a question set. */
export const interviewTemplate = z
  .object({
    job_description_id: z.uuid(),
    version: described(z.int(), 'Number of the version, from 1', 2),
    title: z.string(),
    language: z.string(),
    voice: z.string(),
    questions: z.array(
      z.object({
        text: z.string(),
        time_limit_seconds: described(z.int(), 'Longest answer in seconds', 120),
        rubric: z.string().nullable(),
      }),
    ),
    created_at: timestamp,
  })
  .meta({ id: 'InterviewTemplate', description: 'A version of a question set. Versions never change' });

export const interviewTemplatesPage = listOf(interviewTemplate).meta({ id: 'InterviewTemplatesPage' });

const score = described(z.number().nullable(), 'Score from 0 to 10; null without a scored answer');
const scores = described(
  z.object({
    count: described(z.int(), 'Number of scores'),
    mean: score,
    deviation: described(z.number().nullable(), 'Standard deviation'),
    lowest: score,
    lower_quartile: score,
    median: score,
    upper_quartile: score,
    highest: score,
  }),
  'Distribution of the scores',
);
const count = described(z.int(), 'Number of interviews');
const tally = z.record(z.string(), z.int());
const answerSeconds = described(z.number().nullable(), 'Seconds of the answers; null without answers');

export const interviewTemplateAnalytics = z
  .object({
    job_description_id: z.uuid(),
    version: described(z.int().nullable(), 'Number of the version; null for all versions'),
    interviews: z.object({
      total: count,
      open: count,
      completed: count,
      partial: count,
      failed: count,
      resumed: count,
      completion_rate: described(z.number().nullable(), 'Completed of all ended interviews, from 0 to 1'),
    }),
    scores,
    recommendations: described(tally, 'Number of interviews by recommendation'),
    decisions: described(tally, 'Number of interviews by the last decision'),
    questions: z.array(
      z.object({
        question_number: described(z.int(), 'Number of the question, from 1'),
        question: z.string(),
        answered: described(z.int(), 'Number of answers'),
        no_answer: described(z.int(), 'Number of interviews without an answer'),
        repeated: described(z.int(), 'Number of interviews in which it was asked twice'),
        mean_seconds: answerSeconds,
        median_seconds: answerSeconds,
        longest_seconds: answerSeconds,
        scores,
      }),
    ),
  })
  .meta({ id: 'InterviewTemplateAnalytics' });
