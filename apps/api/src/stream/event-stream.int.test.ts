import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openEventClient, type EventClient } from '../../../../test/support/api/event-client.ts';
import { callbackToStore, callSid, progress } from '../../../../test/support/twilio/callbacks.ts';
import { eventually } from '../../../../test/support/eventually.ts';
import { openTestDatabase } from '../../../../test/support/db/inbox.ts';
import { createPerson, type Person } from '../../../../test/support/db/people.ts';
import { storeAndApply } from '../../../../test/support/db/store-and-apply.ts';
import { openTestApi, type TestApi } from '../../test/open-test-api.ts';

const db = openTestDatabase();
let api: TestApi;
let monitor: Person;
beforeAll(async () => {
  api = await openTestApi();
  monitor = await createPerson(db, 'monitor');
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await db[Symbol.asyncDispose]();
});

let calls = 0;
/** Creates a ringing call; returns its SID. */
async function ring(): Promise<string> {
  const sid = callSid((calls += 1));
  await storeAndApply(db, [callbackToStore(progress(sid, 'ringing', 1))]);
  return sid;
}

const TELL = `select tell_stream('call.updated', 'call', call_sid, id) from calls where call_sid = $1`;
const MANY = `
  insert into stream_events (name, entity, entity_id, call_id)
  select 'call.updated', 'call', call_sid, id from calls, generate_series(1, $2) where call_sid = $1`;

async function follow(headers: Record<string, string> = monitor.headers, query = '', at = api): Promise<EventClient> {
  await isQuiet(at);
  const client = await openEventClient(`${at.url}/events/calls${query}`, { headers });
  await eventually(() => expect(client.frames[0]?.name ?? client.status).toBe('connected'));
  return client;
}

/** Waits until this API has sent all events. */
const isQuiet = (at = api) =>
  eventually(async () => {
    const { rows } = await db.pool.query(`select from stream_events where seq is null`);
    const { body } = await at.send('/events/stats', { headers: monitor.headers });
    const { rows: last } = await db.pool.query<{ seq: number }>(
      'select coalesce(max(seq), 0)::int as seq from stream_events',
    );
    expect([rows.length, body['last_seq']]).toEqual([0, last[0]!.seq]);
  });

const kept = ({ frames }: EventClient) => frames.filter(({ id, name }) => id !== null && name.startsWith('call.'));
const ids = (client: EventClient) => kept(client).map(({ id }) => id!);
const lastId = ({ frames }: EventClient) => `${frames.findLast(({ id }) => id !== null)?.id}`;
const resume = (id: string, at = api) => follow({ ...monitor.headers, 'last-event-id': id }, '', at);
const isRising = (numbers: readonly number[]) => numbers.every((n, i) => i === 0 || n > numbers[i - 1]!);

describe('what is sent', () => {
  test('a call is sent in the form of the call inbox, when it is created and when it changes', async () => {
    using client = await follow();
    expect(client.headers).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    const sid = await ring();
    await storeAndApply(db, [callbackToStore(progress(sid, 'completed', 3))]);
    await eventually(() => expect(kept(client)).toHaveLength(3));
    const call = { callSid: sid, direction: 'outbound', from: '+16175006181', to: '+15085140320' };
    expect(kept(client)).toMatchObject([
      { name: 'call.created', data: call },
      { name: 'call.updated', data: { ...call, status: 'completed', duration: 7, timestamp: expect.any(String) } },
      { name: 'call.ended', data: { ...call, status: 'completed', duration: 7, timestamp: expect.any(String) } },
    ]);
  });

  test('the end of a call is sent once, also when more callbacks of the call arrive', async () => {
    using client = await follow(monitor.headers, '?events=call.ended,call.updated');
    const sid = await ring();
    await storeAndApply(db, [callbackToStore(progress(sid, 'completed', 3))]);
    await storeAndApply(db, [callbackToStore({ ...progress(sid, 'completed', 4), CallDuration: '9' })]);
    await storeAndApply(db, [callbackToStore(progress(sid, 'in-progress', 2))]);
    await eventually(() => expect(kept(client).filter(({ name }) => name === 'call.updated')).toHaveLength(3));
    expect(kept(client).filter(({ name }) => name === 'call.ended')).toHaveLength(1);
  });

  test('a call whose first callback is its end is created and ended', async () => {
    using client = await follow(monitor.headers, '?events=call.*');
    await storeAndApply(db, [callbackToStore(progress(`CA${'e'.repeat(32)}`, 'no-answer', 3))]);
    await eventually(() => expect(kept(client).map(({ name }) => name)).toEqual(['call.created', 'call.ended']));
  });

  test('the figures of the floor are sent to staff when they change, and to no party', async () => {
    using client = await follow(monitor.headers, '?events=floor.stats,call.created');
    const { headers } = await createPerson(db, 'reader');
    using party = await follow(headers, '?events=floor.stats,queue.stats,connected');
    await eventually(() => expect(client.frames.at(-1)).toMatchObject({ name: 'floor.stats', id: null }));
    const before = client.frames.at(-1)!.data['ringing'] as number;
    await ring();
    await eventually(() =>
      expect(client.frames.at(-1)).toMatchObject({ name: 'floor.stats', data: { ringing: before + 1 } }),
    );
    const figures = client.frames.filter(({ name }) => name === 'floor.stats').map(({ data }) => data);
    const changes = figures.map((counts) => JSON.stringify({ ...counts, timestamp: null }));
    expect(changes).toEqual(changes.filter((counts, n) => counts !== changes[n - 1]));
    expect(party.frames.map(({ name }) => name)).toEqual(['connected']);
  });

  test('a client that asks for one call, or for some names, receives nothing else', async () => {
    const [one, other] = [await ring(), await ring()];
    using ofOne = await follow(monitor.headers, `?call=${one}`);
    using created = await follow(monitor.headers, '?events=call.created,siren.*');
    for (const sid of [other, one]) await db.pool.query(TELL, [sid]);
    const third = await ring();
    await eventually(() => expect(kept(created)).toMatchObject([{ name: 'call.created', data: { callSid: third } }]));
    expect(kept(ofOne)).toMatchObject([{ name: 'call.updated', data: { callSid: one } }]);
  });

  test('a client that may see the inbox receives its counts', async () => {
    using client = await follow(monitor.headers, '?events=queue.stats');
    await eventually(() => expect(client.frames.at(-1)).toMatchObject({ name: 'queue.stats', id: null }));
    expect(client.frames.at(-1)!.data).toMatchObject({ unfinished: expect.any(Number), dead_letters: 0 });
  });

  test('the state of the stream is for the staff', async () => {
    using _client = await follow();
    const { body } = await api.send('/events/stats', { headers: monitor.headers });
    expect(body).toMatchObject({ groups: 1, clients_by_role: { monitor: expect.any(Number) } });
    const { headers } = await createPerson(db, 'reader');
    expect((await api.send('/events/stats', { headers })).status).toBe(403);
  });
});

describe('order', () => {
  test('an event with a lower row id that is committed later is sent later, and is not missed', async () => {
    const sid = await ring();
    using client = await follow();
    const [first, second] = await Promise.all([db.pool.connect(), db.pool.connect()]);
    try {
      await first.query('begin');
      await first.query(`select tell_stream('call.first', 'call', $1, (select id from calls where call_sid = $1))`, [
        sid,
      ]);
      await second.query(`select tell_stream('call.second', 'call', $1, (select id from calls where call_sid = $1))`, [
        sid,
      ]);
      await eventually(() => expect(kept(client).map(({ name }) => name)).toEqual(['call.second']));
      using late = await openEventClient(`${api.url}/events/calls?last_event_id=${lastId(client)}`, monitor);
      await first.query('commit');
      await eventually(() => expect(kept(client).map(({ name }) => name)).toEqual(['call.second', 'call.first']));
      await eventually(() => expect(kept(late).map(({ name }) => name)).toEqual(['call.first']));
      expect(isRising(ids(client))).toBe(true);
    } finally {
      first.release();
      second.release();
    }
  });

  test('clients of two processes receive all events of many writers, each once and in one order', async () => {
    await using other = await openTestApi();
    const sids = [await ring(), await ring(), await ring(), await ring()];
    using here = await follow();
    using there = await follow(monitor.headers, '', other);
    const write = async (sid: string) => {
      for (let n = 0; n < 50; n++) await db.pool.query(TELL, [sid]);
    };
    await Promise.all(sids.map(write));
    await eventually(() => expect([kept(here).length, kept(there).length]).toEqual([200, 200]));
    expect(ids(there)).toEqual(ids(here));
    expect(isRising(ids(here))).toBe(true);
  });
});

describe('resuming', () => {
  test('a resuming client receives what it missed, over many pages and while more is written, once and in order', async () => {
    const sid = await ring();
    using before = await follow();
    const id = lastId(before);
    await db.pool.query(MANY, [sid, 3500]);
    await eventually(() => expect(kept(before)).toHaveLength(3500));
    const back = openEventClient(`${api.url}/events/calls?last_event_id=${id}`, monitor);
    for (let n = 0; n < 20; n++) await db.pool.query(TELL, [sid]);
    using again = await back;
    await eventually(() => expect([kept(before).length, kept(again).length]).toEqual([3520, 3520]));
    expect(ids(again)).toEqual(ids(before));
  });

  test('a client resumes at another process that has read less than the one it left', async () => {
    const sid = await ring();
    using before = await follow();
    await db.pool.query(TELL, [sid]);
    await eventually(() => expect(kept(before)).toHaveLength(1));
    await using other = await openTestApi();
    using after = await follow({ ...monitor.headers, 'last-event-id': lastId(before) }, '', other);
    await db.pool.query(TELL, [sid]);
    await eventually(() => expect(kept(before)).toHaveLength(2));
    await eventually(() => expect(ids(after)).toEqual(ids(before).slice(1)));
  });

  test.each(['999999999999', '12345678901234567890', '-1', 'abc', '1; drop table calls'])(
    'an unknown id (%s) is answered by stream.reset, and later events are sent',
    async (id) => {
      using client = await resume(id);
      const sid = await ring();
      await eventually(() => expect(kept(client)).toMatchObject([{ data: { callSid: sid } }]));
      expect(client.frames.map(({ name }) => name).slice(0, 2)).toEqual(['connected', 'stream.reset']);
      expect(client.frames[1]!.data).toMatchObject({ reason: 'unknown_id', reload: true });
    },
  );

  test('an expired id is answered by stream.reset; the first one that is stored is not', async () => {
    const sid = await ring();
    using client = await follow();
    const id = Number(lastId(client));
    await db.pool.query(MANY, [sid, 3]);
    await eventually(() => expect(kept(client)).toHaveLength(3));
    await db.pool.query('delete from stream_events where seq <= $1', [id + 1]);
    using tooOld = await resume(`${id}`);
    await eventually(() => expect(tooOld.frames[1]).toMatchObject({ data: { reason: 'expired_id' } }));
    expect(kept(tooOld)).toEqual([]);
    using justKept = await resume(`${id + 1}`);
    await eventually(() => expect(ids(justKept)).toEqual([id + 2, id + 3]));
    expect(justKept.frames.map(({ name }) => name)).not.toContain('stream.reset');
  });

  test('the id may be a query parameter, for clients that cannot send the header', async () => {
    using before = await follow();
    const id = lastId(before);
    const sid = await ring();
    using after = await follow(monitor.headers, `?last_event_id=${id}`);
    await eventually(() => expect(kept(after)).toMatchObject([{ data: { callSid: sid } }]));
  });
});

describe('failures', () => {
  test('a client that does not read is disconnected, the others receive everything, and it can resume', async () => {
    const sid = await ring();
    using fast = await follow();
    using slow = await follow();
    const id = lastId(slow);
    slow.pause();
    const closed = slow.closed.then(() => 'closed');
    for (let n = 0; n < 6; n++) {
      await db.pool.query(MANY, [sid, 10_000]);
      await eventually(() => expect(kept(fast)).toHaveLength(10_000 * (n + 1)), { timeoutMs: 30_000 });
    }
    await eventually(async () => {
      const { body } = await api.send('/events/stats', { headers: monitor.headers });
      expect(body['connected_clients']).toBe(1);
    });
    slow.resume();
    expect(await closed).toBe('closed');
    expect(kept(slow).length).toBeLessThan(60_000);
    using back = await resume(lastId(slow));
    await eventually(() => expect(kept(slow).length + kept(back).length).toBe(60_000), { timeoutMs: 30_000 });
    expect([...ids(slow), ...ids(back)]).toEqual(ids(fast));
    expect(Number(id)).toBeLessThan(ids(fast)[0]!);
  });

  test('events are sent although the listening connection was lost', async () => {
    using client = await follow();
    await db.pool.query(`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and query = 'listen trunkline_stream'`);
    const sid = await ring();
    await eventually(() => expect(kept(client)).toMatchObject([{ data: { callSid: sid } }]));
  });

  test('the twenty-first stream of an account is refused, and one of another account is not', async () => {
    const { headers } = await createPerson(db, 'monitor');
    const clients = await Promise.all(Array.from({ length: 20 }, () => follow(headers)));
    using refused = await openEventClient(`${api.url}/events/calls`, { headers });
    expect(refused.status).toBe(429);
    using _other = await follow();
    for (const client of clients) client[Symbol.dispose]();
    await eventually(async () => {
      using again = await follow(headers);
      expect(again.status).toBe(200);
    });
  });

  test('HEAD gets the head alone, and holds no stream', async () => {
    const { headers } = await createPerson(db, 'client');
    expect(await api.send('/events/calls', { method: 'HEAD', headers })).toMatchObject({ status: 200 });
    const { body } = await api.send('/events/stats', { headers: monitor.headers });
    expect(body['clients_by_role']).not.toHaveProperty('client');
  });

  test('opening all streams at once does not exceed the limit', async () => {
    const { headers } = await createPerson(db, 'reader');
    const open = () => openEventClient(`${api.url}/events/calls`, { headers });
    const clients = await Promise.all(Array.from({ length: 40 }, open));
    const { body } = await api.send('/events/stats', { headers: monitor.headers });
    for (const client of clients) client[Symbol.dispose]();
    expect(body['clients_by_role']).toMatchObject({ reader: 20 });
  });

  test('a process that closes ends its streams', async () => {
    const closing = await openTestApi();
    using client = await follow(monitor.headers, '', closing);
    await closing[Symbol.asyncDispose]();
    await client.closed;
    expect(client.frames.map(({ name }) => name)).toContain('connected');
  });

  test('without Postgres the stream is refused with Retry-After', async () => {
    await using down = await openTestApi({ DATABASE_URL: 'postgresql://postgres@127.0.0.1:1/nowhere' });
    const { status, headers } = await down.send('/events/calls');
    expect([status, headers['retry-after']]).toEqual([503, '2']);
  });
});
