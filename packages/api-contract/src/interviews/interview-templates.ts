import { z } from 'zod';
import { timestamp } from '../http/answer-values.ts';
import { storedText } from '../http/request-values.ts';

const question = z.strictObject({
  text: storedText(1000),
  time_limit_seconds: z.int().min(5).max(3600).default(120),
  rubric: storedText(4000)
    .nullable()
    .default(null)
    .meta({ description: 'What a good answer holds; told to the model that scores' }),
});

/** Languages that there are prompts in. */
export const LANGUAGES = ['en-US', 'de-DE', 'fr-FR', 'es-ES'] as const;

export const templateBody = z
  .strictObject({
    job_description_id: z
      .uuid()
      .optional()
      .meta({ description: 'A question set that exists gets a new version; without it a new set begins' }),
    title: storedText(200),
    language: z.enum(LANGUAGES).default('en-US'),
    voice: storedText(100).optional().meta({ description: 'A voice of Twilio’s that speaks the language' }),
    questions: z.array(question).min(1).max(50),
  })
  .meta({ id: 'TemplateRequest', example: { title: 'Engineer', questions: [{ text: 'What did you build?' }] } });

const version = z.coerce.number().int().min(1).max(2_147_483_647);
export const versionQuery = z.strictObject({ version: version.optional() });

/** One version of a question set. */
export const template = z
  .object({
    job_description_id: z.uuid(),
    version: z.int(),
    title: z.string(),
    language: z.string(),
    voice: z.string(),
    questions: z.array(z.object({ text: z.string(), time_limit_seconds: z.int(), rubric: z.string().nullable() })),
    created_at: timestamp,
  })
  .meta({ id: 'InterviewTemplate' });

export const templateList = z.object({ data: z.array(template) });

const figure = z.number().nullable();
const spread = z.object({
  count: z.int(),
  mean: figure,
  deviation: figure,
  lowest: figure,
  lower_quartile: figure,
  median: figure,
  upper_quartile: figure,
  highest: figure,
});
const tally = z.record(z.string(), z.int());

export const templateAnalytics = z
  .object({
    job_description_id: z.uuid(),
    version: z.int().nullable(),
    interviews: z.object({
      total: z.int(),
      open: z.int(),
      completed: z.int(),
      partial: z.int(),
      failed: z.int(),
      resumed: z.int(),
      completion_rate: figure,
    }),
    scores: spread,
    recommendations: tally,
    decisions: tally,
    questions: z.array(
      z.object({
        question_number: z.int(),
        question: z.string(),
        answered: z.int(),
        no_answer: z.int(),
        repeated: z.int(),
        mean_seconds: figure,
        median_seconds: figure,
        longest_seconds: figure,
        scores: spread,
      }),
    ),
  })
  .meta({ id: 'TemplateAnalytics' });
