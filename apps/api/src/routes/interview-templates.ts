import {
  dropInterviewTemplate,
  findInterviewTemplate,
  listInterviewTemplates,
  readTemplateAnalytics,
  saveInterviewTemplate,
  type Database,
  type InterviewTemplateRow,
} from '@trunkline/db';
import { INTERVIEW_LANGUAGES, interviewPrompts } from '@trunkline/twilio';
import express, { Router, type Request } from 'express';
import { z } from 'zod';
import { storedText } from '../inbox-query.ts';
import { isUuid } from '../interview-key.ts';
import { present } from '../present.ts';
import { Problem } from '../problem.ts';
import { readBody, readQuery } from '../read-input.ts';

const question = z.strictObject({
  text: storedText(1000),
  time_limit_seconds: z.int().min(5).max(3600).default(120),
  /** What a good answer holds; told to the model that scores. */
  rubric: storedText(4000).nullable().default(null),
});

const templateBody = z.strictObject({
  /** A question set that exists gets a new version; without it a new set begins. */
  job_description_id: z.uuid().optional(),
  title: storedText(200),
  language: z.enum(INTERVIEW_LANGUAGES).default('en-US'),
  /** A voice of Twilio's that speaks the language. */
  voice: storedText(100).optional(),
  questions: z.array(question).min(1).max(50),
});

const version = z.coerce.number().int().min(1).max(2_147_483_647);
const versionQuery = z.strictObject({ version: version.optional() });

/**
 * `/interview-templates/`: question sets by version. A version never changes; `POST` with the id of a set adds the next.
 * `…/:id`, `…/:id/versions`, `…/:id/analytics`; `DELETE …/:id?version=` removes one that no interview began with.
 */
export function templateRoutes(db: Database): Router {
  const router = Router();
  router.post('/interview-templates', express.json({ limit: '256kb' }), async (request, response) => {
    const { job_description_id: jobDescriptionId, ...body } = readBody(templateBody, request);
    const voice = body.voice ?? interviewPrompts(body.language).voice;
    const saved = await saveInterviewTemplate(db.pool, { ...body, voice, jobDescriptionId });
    response.status(201).location(`/api/interview-templates/${saved.jobDescriptionId}?version=${saved.version}`);
    response.json(presentTemplate(saved));
  });

  router.get('/interview-templates', async (_request, response) => {
    response.json({ data: (await listInterviewTemplates(db.pool)).map(presentTemplate) });
  });

  router.get('/interview-templates/:id', async (request, response) => {
    response.json(presentTemplate(await getTemplate(db, request)));
  });

  router.get('/interview-templates/:id/versions', async (request, response) => {
    const { jobDescriptionId } = await getTemplate(db, request);
    response.json({ data: (await listInterviewTemplates(db.pool, jobDescriptionId)).map(presentTemplate) });
  });

  router.get('/interview-templates/:id/analytics', async (request, response) => {
    const template = await getTemplate(db, request);
    const { version: only } = readQuery(versionQuery, request);
    const { interviews, ...figures } = await readTemplateAnalytics(db.pool, template.jobDescriptionId, only);
    const ended = interviews.completed + interviews.partial + interviews.failed;
    response.json({
      job_description_id: template.jobDescriptionId,
      version: only ?? null,
      interviews: { ...interviews, completion_rate: ended === 0 ? null : interviews.completed / ended },
      scores: present(figures.scores),
      recommendations: figures.recommendations,
      decisions: figures.decisions,
      questions: figures.questions.map(({ scores, ...row }) => ({ ...present(row), scores: present(scores) })),
    });
  });

  router.delete('/interview-templates/:id', async (request, response) => {
    const template = await getTemplate(db, request);
    if (request.query['version'] === undefined)
      throw new Problem('malformed_request', 'version: say which version to remove.');
    if (!(await dropInterviewTemplate(db.pool, template.jobDescriptionId, template.version)))
      throw new Problem('invalid_state_transition', 'Interviews began with this version; it stays.');
    response.status(204).end();
  });
  return router;
}

async function getTemplate(db: Database, request: Request<{ id: string }>): Promise<InterviewTemplateRow> {
  const { version: wanted } = readQuery(versionQuery, request as Request);
  const { id } = request.params;
  const template = isUuid(id) ? await findInterviewTemplate(db.pool, id, wanted) : undefined;
  if (template) return template;
  throw new Problem('not_found', 'No interview template with this job_description_id (and version) is known.');
}

function presentTemplate(row: InterviewTemplateRow) {
  const { id: _, ...template } = row;
  return present(template);
}
