import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ROLES, type Role } from '@trunkline/access';
import { STREAM_EVENT_NAMES, streamEvent, type StreamEventName } from '@trunkline/api-contract/stream';
import { unscoped, withActor } from '@trunkline/db/connection';
import { listStreamEvents, numberStreamEvents } from '@trunkline/db/stream';
import { makeObjects, prepareObjects } from '../../../../test/proofs/policy/make-objects.ts';
import { makePeople } from '../../../../test/proofs/policy/people.ts';
import { openEventClient } from '../../../../test/support/api/event-client.ts';
import { eventually } from '../../../../test/support/eventually.ts';
import { openTestApi, type TestApi } from '../../test/open-test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi();
  await prepareObjects(api.db.pool);
  await makeObjects(api.db.pool, await makePeople(api.db.pool));
  await api.db.pool.query('truncate stream_events');
});
afterAll(async () => api[Symbol.asyncDispose]());

type Entity =
  | 'call'
  | 'recording'
  | 'siren'
  | 'interview'
  | 'answer'
  | 'attempt'
  | 'gap'
  | 'webhook_endpoint'
  | 'operation'
  | 'callbacks'
  | 'anchor';

/** What each stored event is about; `null` for events that are not stored. */
const ENTITIES: Record<StreamEventName, Entity[] | null> = {
  'call.created': ['call'],
  'call.updated': ['call'],
  'call.ended': ['call'],
  'recording.updated': ['recording', 'call'], // of a live recording, the call is known and the recording not yet
  'recording.unconfirmed': ['call'],
  'siren.raised': ['siren'],
  'siren.acknowledged': ['siren'],
  'siren.released': ['siren'],
  'siren.resolved': ['siren'],
  'siren.false_alarm': ['siren'],
  'siren.unanswered': ['siren'],
  'interview.created': ['interview'],
  'interview.updated': ['interview'],
  'interview.scored': ['interview'],
  'interview.answer_scored': ['answer'],
  'interview.answer_unscored': ['answer'],
  'transcript.ready': ['answer'],
  'transcript.unable': ['answer'],
  'gap.noticed': ['gap'],
  'gap.healed': ['gap'],
  'gap.ignored': ['gap'],
  'operation.progress': ['operation'],
  'callback.received': null,
  'callback.applied': null,
  'callback.dead_lettered': ['callbacks'],
  'callback.quarantined': ['callbacks'],
  'dialogue.start': ['attempt'],
  'webhook_endpoint.disabled': ['webhook_endpoint'],
  'webhook_endpoint.enabled': ['webhook_endpoint'],
  'audit.anchored': ['anchor'],
  'queue.stats': null,
  'health.changed': null,
  'sync.progress': null,
  'floor.stats': null,
  connected: null,
  keepalive: null,
  'stream.reset': null,
};
const ID: Record<Entity, string> = {
  call: 'select id::text from calls where call_sid is not null order by id limit 1',
  recording: 'select recording_sid from call_recordings limit 1',
  siren: 'select id::text from siren_alerts limit 1',
  interview: 'select id::text from interviews limit 1',
  answer: 'select id::text from interview_responses limit 1',
  attempt: 'select id::text from call_attempts limit 1',
  gap: 'select id::text from callback_gaps limit 1',
  operation: 'select id::text from operations limit 1',
  callbacks: `select '2:7461200000000042,7461200000000041'`,
  webhook_endpoint: 'select id::text from webhook_endpoints limit 1',
  anchor: 'select hour from audit_anchors limit 1',
};
const stored = STREAM_EVENT_NAMES.flatMap((name) => (ENTITIES[name] ?? []).map((entity) => [name, entity] as const));

/** The frame as the contract reads it: without a field that the contract does not have. */
const read = (event: string, data: unknown) => streamEvent.parse({ event, data }).data;

test.each(stored)('the payload of %s about a %s keeps its contract, field by field', async (name, entity) => {
  await api.db.pool.query(`select tell_stream($1, $2, (${ID[entity]}), (${ID.call})::bigint)`, [name, entity]);
  await numberStreamEvents(api.db.pool);
  const event = (await listStreamEvents(unscoped(api.db), 'superadmin', 0, 1e9)).at(-1)!;
  expect(event.name).toBe(name);
  expect(read(name, event.data)).toEqual(event.data);
});

test.each(stored.filter(([name]) => !name.startsWith('call.')))(
  'the payload of %s about a %s is in snake_case throughout',
  async (name, entity) => {
    await api.db.pool.query(`select tell_stream($1, $2, (${ID[entity]}), (${ID.call})::bigint)`, [name, entity]);
    await numberStreamEvents(api.db.pool);
    const { data } = (await listStreamEvents(unscoped(api.db), 'superadmin', 0, 1e9)).at(-1)!;
    expect(Object.keys(data).filter((field) => !/^[a-z]+(?:_[a-z]+)*$/.test(field))).toEqual([]);
  },
);

test('only administrators read the events of webhook endpoints', async () => {
  await api.db.pool.query(
    `select tell_stream('webhook_endpoint.disabled', 'webhook_endpoint', (${ID.webhook_endpoint}))`,
  );
  await numberStreamEvents(api.db.pool);
  const names = async (role: Role) =>
    (await withActor(api.db, { id: null, role }, (tx) => listStreamEvents(tx, role, 0, 1e9))).map(({ name }) => name);
  for (const role of ROLES)
    expect([role, (await names(role)).includes('webhook_endpoint.disabled')]).toEqual([role, /admin/.test(role)]);
});

test('the payloads of the events that are not stored keep their contract', async () => {
  using client = await openEventClient(`${api.url}/events/calls`);
  using unknown = await openEventClient(`${api.url}/events/calls?last_event_id=999999999999`);
  const STATES = ['queue.stats', 'health.changed', 'sync.progress'];
  await eventually(() => expect(client.frames.map(({ name }) => name)).toEqual(expect.arrayContaining(STATES)));
  await eventually(() => expect(unknown.frames.map(({ name }) => name)).toContain('stream.reset'));
  for (const { name, data } of [...client.frames, ...unknown.frames]) expect(read(name, data)).toEqual(data);
});
