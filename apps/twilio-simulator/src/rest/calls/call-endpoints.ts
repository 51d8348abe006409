import { type Endpoint, getCall } from '../endpoint.ts';
import { readPageRequest } from '../page.ts';
import { callResource } from './call-resource.ts';
import { readCallRequest } from './create-call.ts';
import { listEvents } from './events.ts';
import { listCalls } from './list-calls.ts';
import { updateCall } from './update-call.ts';

/** The endpoints of calls. */
export const callEndpoints: readonly Endpoint[] = [
  {
    name: 'calls',
    pattern: /^\/Calls\.json$/,
    answer: ({ truth, view }, request) => listCalls(truth, view, readPageRequest(request)),
  },
  {
    name: 'callCreate',
    method: 'POST',
    status: 201,
    pattern: /^\/Calls\.json$/,
    answer: ({ scriptedCalls }, { form }) => callResource(scriptedCalls.place(readCallRequest(form)), false),
  },
  {
    name: 'call',
    pattern: /^\/Calls\/([^/]+)\.json$/,
    answer(parts, request, sid = '') {
      const call = getCall(parts, request, sid);
      return callResource(call, parts.view.isPriced(call));
    },
  },
  {
    name: 'callUpdate',
    method: 'POST',
    isCommand: true,
    pattern: /^\/Calls\/([^/]+)\.json$/,
    async answer(parts, request, sid = '') {
      const call = await updateCall(parts, request, sid);
      return callResource(call, parts.view.isPriced(call));
    },
  },
  {
    name: 'events',
    pattern: /^\/Calls\/([^/]+)\/Events\.json$/,
    answer(parts, request, sid = '') {
      const call = getCall(parts, request, sid);
      return listEvents(parts.log, parts.clock, parts.view, readPageRequest(request), call);
    },
  },
];
