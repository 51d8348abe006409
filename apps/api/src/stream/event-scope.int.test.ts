import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { withActor } from '@trunkline/db/connection';
import { listStreamAudience, listStreamEvents } from '@trunkline/db/stream';
import { callbackToStore, callSid, progress } from '../../../../test/support/twilio/callbacks.ts';
import { openEventClient, type EventClient } from '../../../../test/support/api/event-client.ts';
import { eventually } from '../../../../test/support/eventually.ts';
import { createOrderOf, createPerson, type Person } from '../../../../test/support/db/people.ts';
import { storeAndApply } from '../../../../test/support/db/store-and-apply.ts';
import { openTestApi, type TestApi } from '../../test/open-test-api.ts';

let api: TestApi;
const people: Record<string, Person> = {};
beforeAll(async () => {
  api = await openTestApi();
  for (const name of ['client', 'stranger'] as const) people[name] = await createPerson(api.db, 'client');
  for (const name of ['reader', 'otherReader'] as const) people[name] = await createPerson(api.db, 'reader');
  people['monitor'] = await createPerson(api.db, 'monitor');
});
afterAll(async () => api[Symbol.asyncDispose]());

const query = (sql: string, values: unknown[] = []) => api.db.pool.query(sql, values);
const follow = async ({ headers }: Person, from?: string): Promise<EventClient> => {
  const resume = from === undefined ? '' : `?last_event_id=${from}`;
  const client = await openEventClient(`${api.url}/events/calls${resume}`, { headers });
  await eventually(() => expect(client.frames[0]?.name).toBe('connected'));
  return client;
};
const received = ({ frames }: EventClient) => frames.filter(({ name }) => /^(?:call|siren|interview|gap)\./.test(name));
const sidsOf = (client: EventClient) => received(client).map(({ data }) => data['callSid'] ?? data['call_sid']);

let calls = 100;
async function ring(order: string | null, leg: string | null = null): Promise<string> {
  const sid = callSid((calls += 1));
  await query(
    `insert into calls (call_sid, status, order_id, conference_call_id, version, created_at, updated_at)
    values ($1, 'queued', $2, (select id from calls where call_sid = $3), 0, now(), now())`,
    [sid, order, leg],
  );
  await storeAndApply(api.db, [callbackToStore(progress(sid, 'ringing', 1))]);
  return sid;
}

describe('who receives what', () => {
  test('clients and readers receive events of own and assigned orders, the staff all; also when resuming', async () => {
    const own = await createOrderOf(api.db, people['client']!.id, people['reader']!.id);
    const foreign = await createOrderOf(api.db, people['stranger']!.id, people['otherReader']!.id);
    const names = ['client', 'stranger', 'reader', 'otherReader', 'monitor'];
    const live = new Map<string, EventClient>();
    for (const name of names) live.set(name, await follow(people[name]!));
    const from = `${live.get('monitor')!.frames[0]!.id}`;
    const [mine, theirs, ofNoOrder] = [await ring(own), await ring(foreign), await ring(null)];
    const readersLeg = await ring(own, mine);
    const expected: Record<string, string[]> = {
      client: [mine],
      stranger: [theirs],
      reader: [mine, readersLeg],
      otherReader: [theirs],
      monitor: [mine, theirs, ofNoOrder, readersLeg],
    };
    await eventually(() => expect(sidsOf(live.get('monitor')!)).toHaveLength(4));
    for (const name of names) {
      await eventually(() => expect(sidsOf(live.get(name)!)).toEqual(expected[name]));
      using back = await follow(people[name]!, from);
      await eventually(() => expect(sidsOf(back)).toEqual(expected[name]));
      live.get(name)![Symbol.dispose]();
    }
  });

  test('the audience contains every actor that may see an event', async () => {
    const order = await createOrderOf(api.db, people['client']!.id, people['reader']!.id);
    const { rows } = await query('select coalesce(max(seq), 0)::int as seq from stream_events');
    const after = (rows[0] as { seq: number }).seq;
    await ring(order);
    await query('select number_stream_events()');
    const audience = await listStreamAudience(api.db.pool, after, after + 1000);
    for (const name of ['client', 'stranger', 'reader', 'otherReader']) {
      const actor = { id: people[name]!.id, role: /eader/.test(name) ? ('reader' as const) : ('client' as const) };
      const seen = await withActor(api.db, actor, (tx) => listStreamEvents(tx, actor.role, after, after + 1000));
      expect([name, seen.length > 0]).toEqual([name, audience.has(actor.id)]);
    }
  });

  test('a reader receives own sirens only, and no interviews and gaps of own calls', async () => {
    const order = await createOrderOf(api.db, people['client']!.id, people['reader']!.id);
    using reader = await follow(people['reader']!);
    using monitor = await follow(people['monitor']!);
    const sid = await ring(order);
    const siren = `with s as (insert into siren_alerts (call_id, triggered_by, alert_type, reason, status)
        select id, $2, 'emergency', 'because', $3 from calls where call_sid = $1 returning id, call_id)
      select tell_stream('siren.raised', 'siren', id::text, call_id) from s`;
    await query(siren, [sid, people['monitor']!.id, 'resolved']);
    await query(siren, [sid, people['reader']!.id, 'active']);
    await query(
      `with g as (insert into callback_gaps (call_sid, missing, class, noticed_at, noticed_by, evidence, updated_at)
        values ($1, 'completed', 'unknown', now(), 'hot', '{}', now()) returning id)
      select tell_stream('gap.noticed', 'gap', g.id::text, c.id) from g, calls c where c.call_sid = $1`,
      [sid],
    );
    await eventually(() =>
      expect(received(monitor).map(({ name }) => name)).toEqual([
        'call.updated',
        'siren.raised',
        'siren.raised',
        'gap.noticed',
      ]),
    );
    await eventually(() => expect(received(reader)).toHaveLength(2));
    expect(received(reader)[1]).toMatchObject({ name: 'siren.raised', data: { status: 'active', call_sid: sid } });
    expect(JSON.stringify(received(reader))).not.toContain('because');
  });
});

describe('revoked access', () => {
  test('the stream of a revoked key ends, and a new one is refused', async () => {
    const monitor = await createPerson(api.db, 'monitor');
    using client = await follow(monitor);
    await query('update api_keys set revoked_at = now() where prefix = $1', [monitor.prefix]);
    await client.closed;
    using again = await openEventClient(`${api.url}/events/calls`, { headers: monitor.headers });
    expect(again.status).toBe(401);
  });

  test.each([`role = 'client'`, 'is_active = false'])('the stream of a user with %s ends', async (change) => {
    const monitor = await createPerson(api.db, 'monitor');
    using client = await follow(monitor);
    using other = await follow(people['monitor']!);
    await query(`update profiles set ${change} where id = $1`, [monitor.id]);
    await client.closed;
    const sid = await ring(null);
    await eventually(() => expect(sidsOf(other)).toEqual([sid]));
    expect(sidsOf(client)).toEqual([]);
  });

  test('an anonymous client is refused, and so is a key without the scope', async () => {
    const outside = { 'x-forwarded-for': '203.0.113.9' };
    expect((await api.send('/events/calls', { headers: outside })).status).toBe(401);
    const monitor = await createPerson(api.db, 'monitor');
    await query(`update api_keys set scopes = '{calls:*}' where prefix = $1`, [monitor.prefix]);
    expect((await api.send('/events/calls', { headers: monitor.headers })).status).toBe(403);
  });
});
