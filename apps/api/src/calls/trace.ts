import { trace, traceQuery } from '@trunkline/api-contract/calls';
import { callParam } from '@trunkline/api-contract/http';
import { listAuditOf } from '@trunkline/db/audit';
import { listFamily } from '@trunkline/db/calls';
import type { Scoped } from '@trunkline/db/connection';
import { readCallStory, readStoryLegs } from '@trunkline/db/explain';
import { listQuestionsOfCalls } from '@trunkline/db/interviews';
import { listCommandsOfCalls, listSirensOfCalls } from '@trunkline/db/live-control';
import { listRecordingsOfCalls } from '@trunkline/db/recordings';
import type { Clock } from '@trunkline/service';
import type { OwnedNumbers } from '@trunkline/telephony/calls';
import { callKey, unknownCall, type CallKey } from '../http/ids.ts';
import { forbidden } from '../http/problem.ts';
import { route, type Route, type RouteContext } from '../http/route.ts';
import type { UrlSigner } from '../recordings/url-signer.ts';
import { presentTrace, type StoredTrace } from './present-trace.ts';
import { past, readCall } from './read-call.ts';

type Parts = { clock: Clock; ownedNumbers: OwnedNumbers; signer: UrlSigner };

export const traceRoutes = ({ clock, ownedNumbers, signer }: Parts): Route[] => [
  route(
    {
      operationId: 'getCallTrace',
      method: 'get',
      path: '/api/calls/:sid/trace',
      permission: 'calls.read',
      tag: 'Calls',
      summary: 'Get everything about a call',
      description:
        'Returns a call with its verdict, a lane for each leg, recording and question, every callback as a mark, missing callbacks with how they were healed, sirens, commands and audit entries; with as_of all of it as it was known at that time. The parties of the call get the call, its lanes, sirens and commands, as far as they may see them. At most 2,000 marks, 50 legs, 100 recordings, 200 questions, 50 sirens, 200 commands and 100 audit entries.',
      params: { sid: callParam },
      query: traceQuery,
      answers: { 200: trace },
    },
    async ({ read, params, query, may }) => {
      const key = callKey(params.sid);
      const asOf = past(query.as_of);
      const hasLog = may('call-log.read');
      if (asOf && !hasLog) throw forbidden();
      const stored = await read((tx) => readTrace(tx, key, { asOf, hasLog, ownedNumbers, may }));
      return { json: presentTrace(stored, { asOf, now: clock.now(), ownedNumbers, signer }) };
    },
  ),
];

type Reading = { asOf: Date | undefined; hasLog: boolean; ownedNumbers: OwnedNumbers; may: RouteContext['may'] };

async function readTrace(tx: Scoped, key: CallKey, { asOf, hasLog, ownedNumbers, may }: Reading): Promise<StoredTrace> {
  const story = hasLog ? await readCallStory(tx, key) : undefined;
  const found = await readCall(tx, key, { asOf, hasLog: false, ownedNumbers });
  if (!found && !story) throw unknownCall();
  const family = found ? await listFamily(tx, found.id) : [];
  const storySids = story ? [story.parent, ...story.children].map(({ callSid }) => callSid) : [];
  const sids = [...new Set([...storySids, ...family.flatMap(({ callSid }) => callSid ?? [])])];
  const ids = family.map(({ id }) => id);
  const sirens = await listSirensOfCalls(tx, ids);
  const entities = [
    ...ids.map((id) => `call:${id}`),
    ...sids.map((sid) => `call_sid:${sid}`),
    ...sirens.map(({ id }) => `siren:${id}`),
  ];
  return {
    call: found?.json ?? null,
    story,
    family,
    participants: hasLog
      ? await readStoryLegs(
          tx,
          sids.filter((sid) => !storySids.includes(sid)),
        )
      : [],
    recordings: await listRecordingsOfCalls(tx, sids),
    questions: may('interviews.read') ? await listQuestionsOfCalls(tx, sids) : [],
    sirens,
    commands: await listCommandsOfCalls(tx, ids),
    audit: may('audit.read') ? await listAuditOf(tx, entities, asOf) : [],
  };
}
