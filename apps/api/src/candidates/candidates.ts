import { candidate, candidateBody } from '@trunkline/api-contract/candidates';
import { saveCandidate, type CandidateRow } from '@trunkline/db/candidates';
import { getCandidate } from '../interviews/interview-key.ts';
import { route, type Route } from '../http/route.ts';

const about = { tag: 'Interviews' } as const;

/** `POST /candidates/`: who may be called; `GET /candidates/:id`, by UUID or number. */
export const candidateRoutes = (): Route[] => [
  route(
    {
      ...about,
      method: 'post',
      path: '/api/candidates',
      permission: 'interviews.manage',
      summary: 'Add somebody who may be called',
      body: candidateBody,
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
      method: 'get',
      path: '/api/candidates/:id',
      permission: 'interviews.read',
      summary: 'A candidate, by UUID or number',
      answers: { 200: candidate },
    },
    async ({ read, params }) => ({ json: presentCandidate(await read((tx) => getCandidate(tx, params['id']))) }),
  ),
];

const presentCandidate = ({ id, uuid, name, phoneNumber: phone }: CandidateRow) => ({
  id: uuid,
  candidate_id: id,
  name,
  phone,
});
