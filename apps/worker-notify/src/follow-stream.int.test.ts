import { afterAll, beforeEach, expect, test } from '@jest/globals';
import { unscoped } from '@trunkline/db/connection';
import { raiseSiren } from '@trunkline/db/live-control';
import { changeWebhookEndpoint, createWebhookEndpoint } from '@trunkline/db/webhooks';
import { openTestDatabase } from '../../../test/support/db/inbox.ts';
import { addCall, addEndpoint, TEST_SECRET } from '../../../test/support/webhook-endpoints.ts';
import { followStream } from './follow-stream.ts';
import { deleteRows } from '../../../test/support/db/delete-rows.ts';

const URL = 'https://example.com/hooks';
const db = openTestDatabase();
const follow = followStream({ db, onAdded: () => {} });
let callId: string;
beforeEach(async () => {
  await deleteRows(db.pool, ['calls', 'call_attempts', 'webhook_endpoints', 'stream_events', 'stream_cursors'], {
    restartsIdentity: true,
  });
  callId = await addCall(db, 1);
});
afterAll(async () => db[Symbol.asyncDispose]());

const emit = (name: string) => db.pool.query(`select tell_stream($1, 'call', '', $2)`, [name, callId]);
const raise = () =>
  raiseSiren(unscoped(db), {
    callId,
    triggeredBy: null,
    alertType: 'emergency',
    reason: 'Help, +15085140320 is calling',
  });

type Made = { endpoint_id: string; message_id: string; event: string; payload: Record<string, unknown> };
async function deliveries(): Promise<Made[]> {
  const sql = 'select endpoint_id::text, message_id, event, payload from webhook_deliveries order by id';
  return (await db.pool.query<Made>(sql)).rows;
}

test('an event makes one delivery to each endpoint that subscribed to it, with ids and states', async () => {
  const [all, sirens] = [await addEndpoint(db, URL), await addEndpoint(db, URL, ['siren.*'])];
  await addEndpoint(db, URL, ['call.updated']);
  const sirenId = await raise();
  await follow();
  const made = await deliveries();
  expect(made.map((delivery) => delivery.endpoint_id)).toEqual([all.id, sirens.id]);
  expect(new Set(made.map((delivery) => delivery.message_id)).size).toBe(1);
  expect(made[0]!.payload).toEqual({
    type: 'siren.raised',
    timestamp: expect.any(String),
    data: expect.objectContaining({
      siren_id: sirenId,
      call_id: callId,
      status: 'active',
      alert_type: 'emergency',
      alerts: 1,
    }),
  });
  expect(JSON.stringify(made[0]!.payload)).not.toContain('Help');
});

test('the dialogue hook gets the ids of an answered call, in the application’s field names', async () => {
  await addEndpoint(db, URL, ['dialogue.*']);
  const { rows } = await db.pool.query<{ id: string }>(
    `insert into call_attempts (call_sid, external_call_id, campaign_id, contact_id, event_type, contact_state)
    select call_sid, 'c-1', null, '7', 'call.answered', 'reached' from calls returning id::text`,
  );
  await db.pool.query(`select tell_stream('dialogue.start', 'attempt', $1, $2)`, [rows[0]!.id, callId]);
  await follow();
  expect((await deliveries()).map(({ payload }) => payload)).toEqual([
    expect.objectContaining({
      type: 'dialogue.start',
      data: expect.objectContaining({ call_id: 'c-1', call_sid: expect.stringMatching(/^CA/), contact_id: '7' }),
    }),
  ]);
});

test('a second tick makes no delivery of events that the first one delivered', async () => {
  await addEndpoint(db, URL);
  await raise();
  await follow();
  const before = await deliveries();
  await follow();
  expect(await deliveries()).toEqual(before);
});

test('two copies at once make one delivery of each event, and miss none', async () => {
  await addEndpoint(db, URL);
  const other = followStream({ db, onAdded: () => {} });
  const emitting = Promise.all(Array.from({ length: 40 }, () => emit('call.updated')));
  await Promise.all([follow(), other(), follow(), other(), emitting]);
  await follow();
  const ids = (await deliveries()).map((delivery) => delivery.message_id);
  expect([ids.length, new Set(ids).size]).toEqual([40, 40]);
});

test('an event that is committed late is delivered late, and is not missed', async () => {
  await addEndpoint(db, URL);
  const slow = await db.pool.connect();
  try {
    await slow.query('begin');
    await slow.query(`select tell_stream('call.slow', 'call', '', $1)`, [callId]);
    await emit('call.quick');
    await follow();
    await slow.query('commit');
    await follow();
    expect((await deliveries()).map(({ event }) => event)).toEqual(['call.quick', 'call.slow']);
  } finally {
    slow.release();
  }
});

test('an endpoint gets no events from before its creation, nor from while it was switched off', async () => {
  await emit('call.before');
  await db.pool.query(`update stream_events set created_at = now() - interval '1 minute'`);
  const { id } = await createWebhookEndpoint(unscoped(db), { url: URL, secret: TEST_SECRET, events: ['*'] });
  await changeWebhookEndpoint(unscoped(db), id, { isActive: false });
  await emit('call.meanwhile');
  await follow();
  await changeWebhookEndpoint(unscoped(db), id, { isActive: true });
  await emit('call.after');
  await follow();
  expect((await deliveries()).map(({ event }) => event)).toEqual(['call.after']);
});

test('a thousand events are delivered in one tick, in their order', async () => {
  await addEndpoint(db, URL);
  await db.pool.query(
    `insert into stream_events (name, entity, entity_id, call_id)
    select 'call.e' || n, 'call', '', $1 from generate_series(1, 1200) n order by n`,
    [callId],
  );
  await follow();
  expect((await deliveries()).map(({ event }) => event)).toEqual(
    Array.from({ length: 1200 }, (_, n) => `call.e${n + 1}`),
  );
});
