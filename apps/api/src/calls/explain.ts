import { explainQuery, explanation } from '@trunkline/api-contract/calls';
import { callParam } from '@trunkline/api-contract/http';
import { readCallStory } from '@trunkline/db/explain';
import { explainCall, renderExplanation } from '@trunkline/explain';
import type { Clock } from '@trunkline/service';
import { callKey, unknownCall } from '../http/ids.ts';
import { route, type Route } from '../http/route.ts';

export const explainRoutes = (clock: Clock): Route[] => [
  route(
    {
      operationId: 'explainCall',
      method: 'get',
      path: '/api/calls/:sid/explain',
      permission: 'call-log.read',
      tag: 'Calls',
      summary: 'Explain a call',
      description:
        'Explains a call and its legs: the verdict, every expected and received callback, and what to do. With format=text or Accept: text/plain it returns the text that `npx trunkline explain` prints.',
      params: { sid: callParam },
      query: explainQuery,
      answers: { 200: explanation },
    },
    async ({ read, params, query: { format }, request, response }) => {
      const key = callKey(params.sid);
      const story = await read((tx) => readCallStory(tx, key));
      if (!story) throw unknownCall();
      const explained = explainCall(story, clock.now());
      const isText = format === 'text' || (!format && request.accepts(['json', 'text']) === 'text');
      response.vary('Accept');
      return isText ? { text: renderExplanation(explained), type: 'text/plain' } : { json: explained };
    },
  ),
];
