import { nothing } from '@trunkline/api-contract/http';
import {
  interviewTemplate,
  interviewTemplateAnalytics,
  interviewTemplatesPage,
  interviewTemplateToSave,
  templateParam,
  templatesQuery,
  templateVersionQuery,
} from '@trunkline/api-contract/interviews';
import type { Page, PageAt } from '@trunkline/db/connection';
import {
  deleteInterviewTemplate,
  listInterviewTemplates,
  readTemplateAnalytics,
  saveInterviewTemplate,
  type InterviewTemplateRow,
} from '@trunkline/db/interviews';
import { interviewPrompts } from '@trunkline/twilio/twiml';
import { answerPage } from '../http/page.ts';
import { Problem } from '../http/problem.ts';
import { present, route, type Route } from '../http/route.ts';
import { getTemplate } from './get-interview.ts';

const about = { tag: 'Interviews' } as const;
const reading = { ...about, method: 'get', permission: 'interviews.read' } as const;
const ofId = { id: templateParam };

/** Question sets by version. A version never changes; a set is changed by saving its next version. */
export const templateRoutes = (): Route[] => [
  route(
    {
      ...about,
      operationId: 'saveInterviewTemplate',
      method: 'post',
      path: '/api/interview-templates',
      permission: 'interviews.manage',
      summary: 'Save a question set',
      description:
        'Saves a question set, as a new set or as the next version of the one with this job_description_id. Interviews keep the version they began with.',
      body: interviewTemplateToSave,
      bodyLimit: 262_144,
      sends: ['Location'],
      answers: { 201: interviewTemplate },
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
      operationId: 'listInterviewTemplates',
      path: '/api/interview-templates',
      summary: 'List question sets',
      description: 'Lists the latest version of each question set, the latest first; 500 sets at most.',
      query: templatesQuery,
      answers: { 200: interviewTemplatesPage },
    },
    async (context) =>
      answerPage(context, async (tx, at) => pageOfAll(await listInterviewTemplates(tx), at), {
        item: presentTemplate,
      }),
  ),
  route(
    {
      ...reading,
      operationId: 'getInterviewTemplate',
      path: '/api/interview-templates/:id',
      summary: 'Get a question set',
      description: 'Returns the latest version of a question set, or the one in `version`.',
      params: ofId,
      query: templateVersionQuery,
      answers: { 200: interviewTemplate },
    },
    async ({ read, params: { id }, query }) => ({
      json: presentTemplate(await read((tx) => getTemplate(tx, id, query.version))),
    }),
  ),
  route(
    {
      ...reading,
      operationId: 'listInterviewTemplateVersions',
      path: '/api/interview-templates/:id/versions',
      summary: 'List the versions of a question set',
      description: 'Lists the versions of a question set, the latest first; 500 versions at most.',
      params: ofId,
      query: templatesQuery,
      answers: { 200: interviewTemplatesPage },
    },
    async (context) =>
      answerPage(
        context,
        async (tx, at) => {
          const { jobDescriptionId } = await getTemplate(tx, context.params.id, undefined);
          return pageOfAll(await listInterviewTemplates(tx, jobDescriptionId), at);
        },
        { item: presentTemplate },
      ),
  ),
  route(
    {
      ...reading,
      operationId: 'getInterviewTemplateAnalytics',
      path: '/api/interview-templates/:id/analytics',
      summary: 'Get the analytics of a question set',
      description:
        'Returns numbers of interviews, and distributions of scores and of answer times, for one or all versions.',
      params: ofId,
      query: templateVersionQuery,
      answers: { 200: interviewTemplateAnalytics },
    },
    async ({ read, params, query: { version } }) => {
      const { id, interviews, ...figures } = await read(async (tx) => {
        const { jobDescriptionId } = await getTemplate(tx, params.id, version);
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
      operationId: 'deleteInterviewTemplateVersion',
      method: 'delete',
      path: '/api/interview-templates/:id',
      permission: 'interviews.manage',
      summary: 'Delete a version of a question set',
      description: 'Deletes the version in `version`, which is required. 409 if an interview began with it.',
      params: ofId,
      query: templateVersionQuery,
      answers: { 204: nothing },
    },
    async ({ change, params, query: { version } }) => {
      await change({ event: 'interview_template.removed', entity: entityOf }, async (tx) => {
        const found = await getTemplate(tx, params.id, version);
        if (version === undefined) throw new Problem('malformed_request', 'version: give the version to delete.');
        if (await deleteInterviewTemplate(tx, found.jobDescriptionId, found.version)) return found;
        throw new Problem('invalid_state_transition', 'Interviews began with this version; it cannot be deleted.');
      });
      return { status: 204, json: undefined };
    },
  ),
];

const entityOf = ({ jobDescriptionId, version }: InterviewTemplateRow): string =>
  `interview_template:${jobDescriptionId}:${version}`;

/** A page of rows that the database returns as a whole, the highest id first. */
function pageOfAll<Row extends { id: string }>(rows: Row[], { after, limit }: PageAt): Page<Row> {
  const following = after === undefined ? rows : rows.filter(({ id }) => BigInt(id) < BigInt(after));
  return { rows: following.slice(0, limit), hasMore: following.length > limit };
}

function presentTemplate(row: InterviewTemplateRow) {
  const { id: _, ...shown } = row;
  return present(shown);
}
