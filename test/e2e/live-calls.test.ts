import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { rebuildCalls } from '@trunkline/db/calls';
import { openDatabase, type Database } from '@trunkline/db/connection';
import { eventually } from '../support/eventually.ts';
import { createOrder } from '../support/db/orders.ts';
import { createPerson, type Person } from '../support/db/people.ts';
import { startStack, type Stack } from '../support/processes/stack.ts';
import type { TrueCall } from '../support/twilio/simulator-control.ts';

type Json = { [name: string]: unknown };
type Control = { recording: Json; legs: { call_sid: string; status: string }[]; commands: Json[] };

let stack: Stack;
let db: Database;
let monitor: Person;
beforeAll(async () => {
  stack = await startStack('redis', { api: true, dialer: true });
  db = openDatabase(stack.databaseUrl, 'test of live calls');
  monitor = await createPerson(db, 'monitor');
  await stack.control.send('PUT', 'call-settings', { talkSeconds: 0, cps: 1000, speed: 30 });
});
beforeEach(async () => {
  await setFaults({ pauseIgnored: 0, answerLost: 0, slow: 0, tooMany: 0, serverError: 0, times: 0 });
});
afterAll(async () => {
  await db?.[Symbol.asyncDispose]();
  await stack?.[Symbol.asyncDispose]();
});

async function api(method: string, path: string, json?: object): Promise<{ status: number; body: Json }> {
  const headers = { ...monitor.headers, 'content-type': 'application/json' };
  const sent = { method, headers, body: json ? JSON.stringify(json) : null };
  const response = await fetch(`${stack.api!.url}/api/calls/${path}`, sent);
  return { status: response.status, body: (await response.json()) as Json };
}
const callOf = async (id: string) => (await api('GET', id)).body;
const controlOf = async (id: string) => (await callOf(id))['control'] as Control;
const setFaults = (faults: object) => stack.control.send('PUT', 'live-faults', faults);
const trueCall = async (sid: string) => (await stack.control.calls()).find((call) => call.sid === sid)!;

/** Schedules a call of a new order. */
async function schedule(inMs = 3_600_000): Promise<{ id: string; orderId: string }> {
  const { orderId } = await createOrder(db);
  const scheduled = { order_id: orderId, scheduled_at: new Date(Date.now() + inMs).toISOString() };
  const { status, body } = await api('POST', 'schedule', scheduled);
  expect([status, body['status']]).toEqual([201, 'scheduled']);
  return { id: body['call_id'] as string, orderId };
}

/** Waits until both parties are in the conference; returns the SIDs of the legs. */
const untilConnected = (id: string): Promise<string[]> =>
  eventually(
    async () => {
      const { legs } = await controlOf(id);
      expect(legs).toMatchObject([{ status: 'in-progress' }, { status: 'in-progress' }]);
      const sids = legs.map((leg) => leg.call_sid);
      type Live = { conferences: { participants: { call_sid: string }[] }[] };
      const { conferences } = await stack.control.send<Live>('GET', 'live');
      const participants = conferences.map(({ participants: all }) => all.map((each) => each.call_sid).toSorted());
      expect(participants).toContainEqual(sids.toSorted());
      return sids;
    },
    { everyMs: 100 },
  );

/** Starts a scheduled call and waits until both parties are connected. */
async function connect(): Promise<{ id: string; sids: string[] }> {
  const { id, orderId } = await schedule();
  expect(await api('POST', `${orderId}/start`)).toMatchObject({ status: 202, body: { status: 'initiating' } });
  return { id, sids: await untilConnected(id) };
}

test('a scheduled call is started, and both sides meet in one conference', async () => {
  const { id, sids } = await connect();
  const call = await callOf(id);
  expect(call).toMatchObject({ status: 'in_progress', call_sid: sids[0], order_id: expect.any(String) });
  await eventually(async () =>
    expect(await callOf(id)).toMatchObject({ conference_sid: expect.stringMatching(/^CF/) }),
  );
});

test('a scheduled call starts by itself at its time', async () => {
  const { id } = await schedule(1000);
  expect(await untilConnected(id)).toHaveLength(2);
});

test('a recording is started, paused, resumed and stopped at Twilio, each confirmed', async () => {
  const { id, sids } = await connect();
  for (const [verb, ours, theirs] of [
    ['start', 'recording', 'in-progress'],
    ['pause', 'paused', 'paused'],
    ['resume', 'recording', 'in-progress'],
  ]) {
    const answer = await api('POST', `${id}/recording/${verb}`);
    expect(answer).toMatchObject({ status: 200, body: { recording_status: ours } });
    expect((await trueCall(sids[0]!)).recordings).toMatchObject([{ status: theirs }]);
  }
  expect(await api('POST', `${id}/recording/stop`)).toMatchObject({
    status: 200,
    body: { recording_status: 'stopped' },
  });
  expect(await api('POST', `${id}/recording/resume`)).toMatchObject({ status: 409 });
});

test('a pause that Twilio ignores answers STILL RECORDING within three seconds, emits an event, and is retried until it works', async () => {
  const { id } = await connect();
  await api('POST', `${id}/recording/start`);
  await setFaults({ pauseIgnored: 1 });
  const answer = await api('POST', `${id}/recording/pause`);
  expect(answer).toMatchObject({
    status: 202,
    body: { warning: 'STILL RECORDING', recording_status: 'recording', desired: 'paused' },
  });
  await eventually(async () => {
    const sql = `select name from stream_events where name = 'recording.unconfirmed' and call_id = ${id}`;
    expect(await stack.query(sql)).toHaveLength(1);
  });
  await setFaults({ pauseIgnored: 0 });
  await eventually(async () =>
    expect((await controlOf(id)).recording).toEqual({ observed: 'paused', desired: 'paused', warning: null }),
  );
});

test('lost answers start no second recording, and no command is lost', async () => {
  const { id, sids } = await connect();
  await setFaults({ answerLost: 1, times: 3 });
  for (const verb of ['start', 'pause']) await api('POST', `${id}/recording/${verb}`);
  await eventually(async () => expect((await controlOf(id)).recording).toMatchObject({ observed: 'paused' }));
  expect((await trueCall(sids[0]!)).recordings).toMatchObject([{ status: 'paused' }]);
});

test('a monitor’s drop ends both legs, which are dropped_by_monitor once Twilio confirms it', async () => {
  const { id, sids } = await connect();
  const began = performance.now();
  const dropping = api('POST', `${id}/drop`, { reason: 'The test is over.' });
  await eventually(async () => expect((await trueCall(sids[0]!)).ended_by).toBe('rest'), { everyMs: 5 });
  console.log(`a drop reached the simulator after ${Math.round(performance.now() - began)} ms`);
  expect([200, 202]).toContain((await dropping).status);
  await eventually(async () => {
    const sql = `select call_sid as sid, status from calls where call_sid in ('${sids.join("', '")}') order by id`;
    expect(await stack.query(sql)).toEqual(sids.map((sid) => ({ sid, status: 'dropped_by_monitor' })));
  });
  expect((await Promise.all(sids.map(trueCall))).every(({ final }) => final)).toBe(true);
});

test('a call can be ended while the queue is unavailable', async () => {
  const { id, sids } = await connect();
  await stack.flushQueue();
  stack.redis!.signal('SIGKILL');
  await api('POST', `${id}/drop`, { reason: 'Now.' });
  await eventually(async () => expect((await trueCall(sids[0]!)).final).toBe(true));
  await stack.redis!.restart();
  await eventually(async () => expect(await callOf(id)).toMatchObject({ status: 'dropped_by_monitor' }), {
    timeoutMs: 40_000,
    everyMs: 200,
  });
});

test('a command that a killed dialer had claimed is completed by the next one', async () => {
  const { id, sids } = await connect();
  await api('POST', `${id}/recording/start`);
  await setFaults({ slow: 1, slowMs: 10_000 });
  const pausing = api('POST', `${id}/recording/pause`);
  await eventually(async () => expect((await trueCall(sids[0]!)).recordings).toMatchObject([{ status: 'paused' }]), {
    everyMs: 5,
  });
  await stack.dialer!.kill('SIGKILL');
  expect((await pausing).body).toMatchObject({ recording_status: 'recording', warning: 'STILL RECORDING' });
  await setFaults({ slow: 0 });
  await stack.dialer!.restart();
  await eventually(async () => expect((await controlOf(id)).recording).toMatchObject({ observed: 'paused' }), {
    everyMs: 200,
  });
});

test('an incoming call is controlled by its SID like any other', async () => {
  const { sid } = await stack.control.send<TrueCall>('POST', 'calls', { from: '+15085550100' });
  // Only the last callback of an own number has a status: until then the call seems to ring.
  await eventually(async () => expect((await trueCall(sid)).status).toBe('in-progress'));
  await eventually(async () => expect(await callOf(sid)).toMatchObject({ is_final: false }));
  expect(await api('POST', `${sid}/recording/start`)).toMatchObject({ status: 200 });
  expect(await api('POST', `${sid}/recording/stop`)).toMatchObject({ status: 200 });
  await api('POST', `${sid}/drop`, { reason: 'Enough.' });
  await eventually(async () => expect(await callOf(sid)).toMatchObject({ status: 'dropped_by_monitor' }));
});

test('through all of this no number was called twice, and every call is the fold of its facts', async () => {
  const posts = await stack.control.list<{ url: string }>('posts');
  const urls = posts.map(({ url }) => url);
  expect(urls.length).toBeGreaterThan(5);
  expect(new Set(urls).size).toBe(urls.length);
  await eventually(async () => expect((await rebuildCalls(db, new Set(['+16175006181']))).drift).toEqual([]));
});
