import { nothing } from '@trunkline/api-contract/http';
import {
  template,
  templateAnalytics,
  templateBody,
  templateList,
  versionQuery,
} from '@trunkline/api-contract/interviews';
import type { Scoped } from '@trunkline/db/connection';
import {
  deleteInterviewTemplate,
  findInterviewTemplate,
  listInterviewTemplates,
  readTemplateAnalytics,
  saveInterviewTemplate,
  type InterviewTemplateRow,
} from '@trunkline/db/interviews';
import { interviewPrompts } from '@trunkline/twilio/twiml';
import { isUuid } from './interview-key.ts';
import { present } from '../http/present.ts';
import { Problem } from '../http/problem.ts';
import { route, type Route } from '../http/route.ts';

const about = { tag: 'Interviews' } as const;
const reading = { ...about, method: 'get', permission: 'interviews.read' } as const;

/**
 * `/interview-templates/`: question sets by version. A version never changes; `POST` with the id of a set adds the next.
 * `…/:id`, `…/:id/versions`, `…/:id/analytics`; `DELETE …/:id?version=` removes one that no interview began with.
 */
export const templateRoutes = (): Route[] => [
  route(
    {
      ...about,
      method: 'post',
      path: '/api/interview-templates',
      permission: 'interviews.manage',
      summary: 'Save a question set, as a new one or as the next version of one',
      body: templateBody,
      bodyLimit: 262_144,
      answers: { 201: template },
    },
    async ({ change, response, body: { job_description_id: jobDescriptionId, ...body } }) => {
      const voice = body.voice ?? interviewPrompts(body.language).voice;
      const saved = await change({ event: 'interview_template.saved', entity: entityOf }, (tx) =>
        saveInterviewTemplate(tx, { ...body, voice, jobDescriptionId }),
      );
      response.location(`/api/interview-templates/${saved.jobDescriptionId}?version=${saved.version}`);
      return { status: 201, json: presentTemplate(saved) };
    },
  ),
  route(
    {
      ...reading,
      path: '/api/interview-templates',
      summary: 'The latest version of every question set',
      answers: { 200: templateList },
    },
    async ({ read }) => {
      const templates = await read((tx) => listInterviewTemplates(tx));
      return { json: { data: templates.map(presentTemplate) } };
    },
  ),
  route(
    {
      ...reading,
      path: '/api/interview-templates/:id',
      summary: 'A question set, its latest version or another',
      query: versionQuery,
      answers: { 200: template },
    },
    async ({ read, params, query }) => ({
      json: presentTemplate(await read((tx) => getTemplate(tx, params['id']!, query.version))),
    }),
  ),
  route(
    {
      ...reading,
      path: '/api/interview-templates/:id/versions',
      summary: 'All versions of a question set',
      query: versionQuery,
      answers: { 200: templateList },
    },
    async ({ read, params, query }) => {
      const versions = await read(async (tx) => {
        const { jobDescriptionId } = await getTemplate(tx, params['id']!, query.version);
        return listInterviewTemplates(tx, jobDescriptionId);
      });
      return { json: { data: versions.map(presentTemplate) } };
    },
  ),
  route(
    {
      ...reading,
      path: '/api/interview-templates/:id/analytics',
      summary: 'How interviews with a question set go',
      query: versionQuery,
      answers: { 200: templateAnalytics },
    },
    async ({ read, params, query: { version } }) => {
      const { id, interviews, ...figures } = await read(async (tx) => {
        const { jobDescriptionId } = await getTemplate(tx, params['id']!, version);
        return { id: jobDescriptionId, ...(await readTemplateAnalytics(tx, jobDescriptionId, version)) };
      });
      const ended = interviews.completed + interviews.partial + interviews.failed;
      const json = {
        job_description_id: id,
        version: version ?? null,
        interviews: { ...interviews, completion_rate: ended === 0 ? null : interviews.completed / ended },
        scores: present(figures.scores),
        recommendations: figures.recommendations,
        decisions: figures.decisions,
        questions: figures.questions.map(({ scores, ...row }) => ({ ...present(row), scores: present(scores) })),
      };
      return { json };
    },
  ),
  route(
    {
      ...about,
      method: 'delete',
      path: '/api/interview-templates/:id',
      permission: 'interviews.manage',
      summary: 'Remove a version that no interview began with',
      query: versionQuery,
      answers: { 204: nothing },
    },
    async ({ change, params, query: { version } }) => {
      await change({ event: 'interview_template.removed', entity: entityOf }, async (tx) => {
        const found = await getTemplate(tx, params['id']!, version);
        if (version === undefined) throw new Problem('malformed_request', 'version: say which version to remove.');
        if (await deleteInterviewTemplate(tx, found.jobDescriptionId, found.version)) return found;
        throw new Problem('invalid_state_transition', 'Interviews began with this version; it stays.');
      });
      return { status: 204, json: undefined };
    },
  ),
];

const entityOf = ({ jobDescriptionId, version }: InterviewTemplateRow): string =>
  `interview_template:${jobDescriptionId}:${version}`;

async function getTemplate(tx: Scoped, id: string, version: number | undefined): Promise<InterviewTemplateRow> {
  const found = isUuid(id) ? await findInterviewTemplate(tx, id, version) : undefined;
  if (found) return found;
  throw new Problem('not_found', 'No interview template with this job_description_id (and version) is known.');
}

function presentTemplate(row: InterviewTemplateRow) {
  const { id: _, ...shown } = row;
  return present(shown);
}
