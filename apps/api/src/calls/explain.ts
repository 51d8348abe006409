import { explainQuery, explanation } from '@trunkline/api-contract/calls';
import { readCallStory } from '@trunkline/db/explain';
import type { Clock } from '@trunkline/service';
import { explainCall, renderExplanation } from '@trunkline/explain';
import { route, type Route } from '../http/route.ts';
import { callKey, unknownCall } from './get-call.ts';

/**
 * `GET /calls/:sid/explain`: what happened to a call and its legs, a verdict sentence first. JSON, or with
 * `?format=text` or `Accept: text/plain` the text that the command line prints.
 */
export const explainRoutes = (clock: Clock): Route[] => [
  route(
    {
      method: 'get',
      path: '/api/calls/:sid/explain',
      permission: 'call-log.read',
      tag: 'Calls',
      summary: 'What happened to a call, the verdict first',
      query: explainQuery,
      answers: { 200: explanation },
    },
    async ({ read, params, query: { format }, request, response }) => {
      const key = callKey(params['sid']!);
      const story = key && (await read((tx) => readCallStory(tx, key)));
      if (!story) throw unknownCall();
      const explained = explainCall(story, clock.now());
      const isText = format === 'text' || (!format && request.accepts(['json', 'text']) === 'text');
      response.vary('Accept');
      return isText ? { text: renderExplanation(explained), type: 'text/plain' } : { json: explained };
    },
  ),
];
