import {
  candidate,
  candidateParam,
  candidatesPage,
  candidatesQuery,
  candidateToSave,
} from '@trunkline/api-contract/candidates';
import { listCandidates, saveCandidate, type CandidateRow } from '@trunkline/db/candidates';
import { answerPage } from '../http/page.ts';
import { present, route, type Route } from '../http/route.ts';
import { getCandidate } from './get-candidate.ts';

/** The number of a candidate fits an `integer`. */
const CANDIDATE_NUMBER = /^\d{1,9}$/;
const about = { tag: 'Candidates' } as const;

export const candidateRoutes = (): Route[] => [
  route(
    {
      ...about,
      operationId: 'listCandidates',
      method: 'get',
      path: '/api/candidates',
      permission: 'interviews.read',
      summary: 'List candidates',
      description: 'Lists candidates, the highest number first, each with the status of the last call.',
      query: candidatesQuery,
      answers: { 200: candidatesPage },
    },
    async (context) => {
      const { call_status: callStatuses } = context.query;
      return answerPage(context, (tx, at) => listCandidates(tx, { callStatuses }, at), {
        cursor: CANDIDATE_NUMBER,
        item: ({ uuid, id, phoneNumber: phone, ...row }) => present({ id: uuid, candidateId: id, phone, ...row }),
      });
    },
  ),
  route(
    {
      ...about,
      operationId: 'saveCandidate',
      method: 'post',
      path: '/api/candidates',
      permission: 'interviews.manage',
      summary: 'Save a candidate',
      description: 'Creates a candidate, or changes the one with this candidate_id.',
      body: candidateToSave,
      sends: ['Location'],
      answers: { 201: candidate },
    },
    async ({ change, response, body: { candidate_id: id, name = null, phone } }) => {
      const saved = await change(
        { event: 'candidate.saved', entity: ({ uuid }: CandidateRow) => `candidate:${uuid}` },
        (tx) => saveCandidate(tx, { id, name, phoneNumber: phone }),
      );
      response.location(`/api/candidates/${saved.uuid}`);
      return { status: 201, json: presentCandidate(saved) };
    },
  ),
  route(
    {
      ...about,
      operationId: 'getCandidate',
      method: 'get',
      path: '/api/candidates/:id',
      permission: 'interviews.read',
      summary: 'Get a candidate',
      description: 'Returns a candidate by UUID or number.',
      params: { id: candidateParam },
      answers: { 200: candidate },
    },
    async ({ read, params }) => ({ json: presentCandidate(await read((tx) => getCandidate(tx, params.id))) }),
  ),
];

const presentCandidate = ({ id, uuid, name, phoneNumber: phone }: CandidateRow) => ({
  id: uuid,
  candidate_id: id,
  name,
  phone,
});
