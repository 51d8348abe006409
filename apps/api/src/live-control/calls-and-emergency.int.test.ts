import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { callbackToStore, callSid, progress } from '../../../../test/support/twilio/callbacks.ts';
import { keepCarryingOut } from '../../../../test/support/db/live-commands.ts';
import { createPerson, type Person } from '../../../../test/support/db/people.ts';
import { controlParts, FakeLiveCalls } from '../../../../test/support/twilio/fake-live-calls.ts';
import { applyPending, storeAndApply } from '../../../../test/support/db/store-and-apply.ts';
import { setTimeout as delay } from 'node:timers/promises';
import { openTestApi, type TestApi } from '../../test/open-test-api.ts';

let api: TestApi;
let people: Record<'monitor' | 'admin' | 'reader' | 'client' | 'stranger', Person>;
let live: FakeLiveCalls;
let dialer: AsyncDisposable;
beforeAll(async () => {
  api = await openTestApi({ WEBHOOK_BASE_URL: 'https://calls.example.com', TWILIO_PHONE_NUMBER: '+16175006181' });
  const [monitor, admin, reader, client, stranger] = await Promise.all(
    (['monitor', 'admin', 'reader', 'client', 'client'] as const).map((role) => createPerson(api.db, role)),
  );
  people = { monitor: monitor!, admin: admin!, reader: reader!, client: client!, stranger: stranger! };
  await setNumber('client', '(508) 514-0320');
  await setNumber('reader', '+15085140321');
});
beforeEach(() => {
  live = new FakeLiveCalls();
  dialer = keepCarryingOut(controlParts(api.db, live));
});
afterEach(async () => dialer[Symbol.asyncDispose]());
afterAll(async () => api[Symbol.asyncDispose]());

type Who = keyof typeof people;
const post = (who: Who, path: string, json?: object, headers = {}) =>
  api.send(`/api/calls/${path}`, { method: 'POST', headers: { ...people[who].headers, ...headers }, json });
const get = (who: Who, path: string) => api.send(`/api/calls/${path}`, { headers: people[who].headers });
const setNumber = (who: Who, number: string | null) =>
  api.db.pool.query('update profiles set phone_number = $2 where id = $1', [people[who].id, number]);

async function order(status = 'open', reader: string | null = people.reader.id): Promise<string> {
  const sql = 'insert into orders (client_id, reader_id, status) values ($1, $2, $3) returning id::text';
  return (await api.db.pool.query(sql, [people.client.id, reader, status])).rows[0].id as string;
}
const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();
const schedule = async (changes: object = {}, who: Who = 'monitor') =>
  post(who, 'schedule', { order_id: await order(), scheduled_at: inAnHour(), ...changes });

let made = 100;
/** A call of the order that is in progress, at the pretended Twilio as well. */
async function liveCall(status = 'in-progress'): Promise<{ id: string; sid: string }> {
  const sid = callSid((made += 1));
  live.add(sid, status);
  await storeAndApply(api.db, [callbackToStore(progress(sid, status, 2))]);
  const sql = 'update calls set order_id = $2 where call_sid = $1 returning id::text';
  return { sid, id: (await api.db.pool.query(sql, [sid, await order()])).rows[0].id };
}

describe('POST /api/calls/schedule', () => {
  test.each<Who>(['monitor', 'admin', 'reader', 'client'])('a %s books the call of an order', async (who) => {
    const orderId = await order();
    const at = inAnHour();
    const { status, headers, body } = await post(who, 'schedule', { order_id: Number(orderId), scheduled_at: at });
    expect(status).toBe(201);
    expect(body).toMatchObject({ order_id: orderId, status: 'scheduled', scheduled_at: at, time_zone: 'UTC' });
    expect(headers['location']).toBe(`/api/calls/${body['call_id'] as string}`);
    const { body: call } = await get('client', body['call_id'] as string);
    expect(call).toMatchObject({ status: 'scheduled', call_sid: null, to_number: '+15085140320', is_final: false });
  });

  test('a time of a zone is kept with its zone, and means what the clocks there show', async () => {
    const { body } = await schedule({ scheduled_at: '2031-07-01T14:00', time_zone: 'Europe/Berlin' });
    expect(body).toMatchObject({
      scheduled_at: '2031-07-01T12:00:00.000Z',
      scheduled_local: '2031-07-01T14:00',
      time_zone: 'Europe/Berlin',
    });
  });

  test('in a trial nobody is called but WHITELISTED_NUMBERS', async () => {
    await using trial = await openTestApi({
      TWILIO_PHONE_NUMBER: '+16175006181',
      WHITELISTED_NUMBERS: '["+15085140320"]', // the client’s, not the reader’s
    });
    const json = { order_id: await order(), scheduled_at: inAnHour() };
    const answer = await trial.send('/api/calls/schedule', { method: 'POST', headers: people.client.headers, json });
    expect(answer).toMatchObject({ status: 403, body: { detail: expect.stringContaining('WHITELISTED_NUMBERS') } });
  });

  test('an order has one call that is to come', async () => {
    const orderId = await order();
    const [first, second] = await Promise.all([1, 2].map(() => schedule({ order_id: orderId })));
    expect(new Set([first!.status, second!.status])).toEqual(new Set([201, 409]));
    const refused = first!.status === 409 ? first! : second!;
    expect(refused.body).toMatchObject({ code: 'invalid_state_transition', current_state: 'scheduled' });
  });

  test('asked twice with one key it is booked once', async () => {
    const json = { order_id: await order(), scheduled_at: inAnHour() };
    const key = { 'idempotency-key': `key-${json.order_id}-abcdef` };
    const answers = [await post('client', 'schedule', json, key), await post('client', 'schedule', json, key)];
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    expect(answers[1]!.body).toEqual(answers[0]!.body);
  });

  test.each<[string, object, number, string]>([
    ['a time that is over', { scheduled_at: '2026-01-31T14:00:00Z' }, 422, 'is over already'],
    [
      'a time that the clocks skip',
      { scheduled_at: '2031-03-30T02:30', time_zone: 'Europe/Berlin' },
      422,
      '2031-03-30T03:00',
    ],
    ['a time of no zone', { scheduled_at: '2031-03-30T02:30' }, 422, 'time_zone'],
    ['what is no time', { scheduled_at: 'tomorrow' }, 422, 'scheduled_at'],
    ['an order that does not exist', { order_id: 999_999_999 }, 404, 'order'],
    ['a field that is unknown', { phone: '+15085140320' }, 422, 'phone'],
  ])('%s is refused', async (_what, changes, status, said) => {
    const answer = await schedule(changes);
    expect([answer.status, answer.body['detail']]).toEqual([status, expect.stringContaining(said)]);
  });

  test('an order that is not open, or has no reader, gets no call', async () => {
    for (const orderId of [await order('fulfilled'), await order('open', null)])
      expect(await schedule({ order_id: orderId })).toMatchObject({ status: 409 });
  });

  test('without a phone number on both sides nobody is booked', async () => {
    await setNumber('reader', '911');
    expect(await schedule()).toMatchObject({ status: 422, body: { detail: expect.stringContaining('reader') } });
    await setNumber('reader', '+15085140321');
  });

  test('somebody else’s order is as good as none', async () => {
    const json = { order_id: await order(), scheduled_at: inAnHour() };
    const [other, absent] = [
      await post('stranger', 'schedule', json),
      await schedule({ order_id: '99999999' }, 'stranger'),
    ];
    expect([other.status, other.body['detail']]).toEqual([absent.status, absent.body['detail']]);
  });
});

describe('POST /api/calls/{order_id}/start', () => {
  test.each<Who>(['monitor', 'reader', 'client'])('a %s starts it, and both sides are dialled', async (who) => {
    const { body } = await schedule();
    const started = await post(who, `${body['order_id'] as string}/start`);
    expect(started).toMatchObject({ status: 202, body: { status: 'initiating', call_id: body['call_id'] } });
    const sql = 'select leg, to_number, state, status_url from call_intents where call_id = $1 order by leg';
    const { rows } = await api.db.pool.query(sql, [body['call_id']]);
    expect(rows).toMatchObject([
      { leg: 'client', to_number: '+15085140320', state: 'queued' },
      { leg: 'reader', to_number: '+15085140321', state: 'queued' },
    ]);
    expect(rows[0].status_url).toMatch(/^https:\/\/calls\.example\.com\/api\/calls\/webhook\/twilio\?intent_id=/);
  });

  test('it starts once, however many ask', async () => {
    const { body } = await schedule();
    const path = `${body['order_id'] as string}/start`;
    const answers = await Promise.all([1, 2, 3].map(() => post('monitor', path)));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([202, 409, 409]);
    expect(answers.find(({ status }) => status === 409)!.body).toMatchObject({
      code: 'invalid_state_transition',
      current_state: 'initiating',
      allowed_transitions: ['drop'],
    });
  });

  test('an order without a scheduled call, of somebody else or unknown is not found', async () => {
    expect(await post('monitor', `${await order()}/start`)).toMatchObject({ status: 404 });
    expect(await post('monitor', '99999999/start')).toMatchObject({ status: 404 });
    const { body } = await schedule();
    expect(await post('stranger', `${body['order_id'] as string}/start`)).toMatchObject({ status: 404 });
  });
});

describe('POST /api/calls/{call_id}/drop', () => {
  test.each<[Who, string]>([
    ['monitor', 'dropped_by_monitor'],
    ['admin', 'dropped_by_monitor'],
    ['reader', 'dropped_by_reader'],
    ['client', 'dropped_by_client'],
  ])('a %s ends a live call: %s', async (who, status) => {
    const { id, sid } = await liveCall();
    const answer = await post(who, `${who === 'admin' ? sid : id}/drop`, { reason: 'It is enough.' });
    expect(answer).toMatchObject({ status: 200, body: { call_id: id, call_sid: sid, status } });
    expect(live.requests).toEqual([`end ${sid}`]);
    const { body } = await get('monitor', id);
    expect(body).toMatchObject({ status, is_final: true, ended_reason: status.replace(/dropped_by_(\w+)/, '$1_drop') });
  });

  test('while Twilio has not told the end the call goes on', async () => {
    const { id } = await liveCall();
    live.fate = () => 'cut';
    const answer = await post('monitor', `${id}/drop`, { reason: 'Now.' });
    expect(answer).toMatchObject({ status: 202, body: { status: 'in_progress', command: { kind: 'drop' } } });
    const again = await post('client', `${id}/drop`, { reason: 'Now!' });
    expect(again.body['command']).toMatchObject({ id: (answer.body['command'] as { id: string }).id });
  });

  test('a call that is only scheduled is taken back, and its order is free again', async () => {
    const { body } = await schedule();
    const dropped = await post('client', `${body['call_id'] as string}/drop`, { reason: 'I am ill.' });
    expect(dropped).toMatchObject({ status: 200, body: { status: 'canceled', command: null } });
    expect(await post('monitor', `${body['order_id'] as string}/start`)).toMatchObject({ status: 409 });
    expect(await schedule({ order_id: body['order_id'] })).toMatchObject({ status: 201 });
  });

  test('a call that is over is not live', async () => {
    const { id } = await liveCall('completed');
    const answer = await post('monitor', `${id}/drop`, { reason: 'Late.' });
    expect(answer).toMatchObject({ status: 409, body: { code: 'call_not_live', current_state: 'completed' } });
  });

  test('without a reason nothing is dropped, and somebody else’s call is as good as none', async () => {
    const { id } = await liveCall();
    expect(await post('monitor', `${id}/drop`, {})).toMatchObject({ status: 422 });
    expect(await post('stranger', `${id}/drop`, { reason: 'Mine?' })).toMatchObject({ status: 404 });
    expect(live.requests).toEqual([]);
  });

  test('the drop is in the audit, and its reason is not', async () => {
    const { id } = await liveCall();
    await post('monitor', `${id}/drop`, { reason: 'Jane Doe insults me.' });
    const { rows } = await api.db.pool.query(`select * from audit_events where entity = $1`, [`call:${id}`]);
    expect(rows).toMatchObject([{ event: 'call.drop_requested', role: 'monitor', result: 'ok' }]);
    expect(JSON.stringify(rows)).not.toContain('Jane');
  });
});

describe('POST /api/calls/{call_id}/recording/{start,pause,resume,stop}', () => {
  test('stopped → recording → paused → recording → stopped, each as it was seen at Twilio', async () => {
    const { id, sid } = await liveCall();
    for (const [verb, status] of [
      ['start', 'recording'],
      ['pause', 'paused'],
      ['resume', 'recording'],
      ['stop', 'stopped'],
    ]) {
      const answer = await post('reader', `${verb === 'pause' ? sid : id}/recording/${verb}`);
      expect(answer).toMatchObject({ status: 200, body: { call_id: id, recording_status: status, desired: status } });
      expect(answer.body).not.toHaveProperty('warning');
    }
    expect(live.calls.get(sid)!.recordings).toMatchObject([{ status: 'stopped' }]);
  });

  test.each([
    [[], 'pause', 'stopped', ['start']],
    [[], 'resume', 'stopped', ['start']],
    [['start'], 'start', 'recording', ['pause', 'stop']],
    [['start', 'pause'], 'pause', 'paused', ['resume', 'stop']],
    [['start', 'stop'], 'resume', 'stopped', ['start']],
  ])('after %j, %s is refused: the recording is %s', async (before, verb, current, allowed) => {
    const { id } = await liveCall();
    for (const each of before) expect((await post('monitor', `${id}/recording/${each}`)).status).toBe(200);
    expect(await post('monitor', `${id}/recording/${verb}`)).toMatchObject({
      status: 409,
      body: { code: 'invalid_state_transition', current_state: current, allowed_transitions: allowed },
    });
  });

  test('a pause that is not seen to work in three seconds says STILL RECORDING, in its answer and on the call', async () => {
    const { id } = await liveCall();
    await post('monitor', `${id}/recording/start`);
    live.fate = () => 'ignored';
    const answer = await post('monitor', `${id}/recording/pause`);
    expect(answer).toMatchObject({
      status: 202,
      body: { recording_status: 'recording', desired: 'paused', warning: 'STILL RECORDING' },
    });
    const { body } = await get('client', id);
    expect(body['control']).toMatchObject({
      recording: { observed: 'recording', desired: 'paused', warning: 'STILL RECORDING' },
    });
    live.fate = () => 'obeyed';
    expect(await post('monitor', `${id}/recording/pause`)).toMatchObject({
      status: 200,
      body: { recording_status: 'paused' },
    });
    const calm = (await get('monitor', id)).body['control'] as { recording: object; commands: object[] };
    expect(calm.recording).toEqual({ observed: 'paused', desired: 'paused', warning: null });
    expect(calm.commands.map((command) => (command as { kind: string }).kind)).toEqual([
      'recording_pause',
      'recording_start',
    ]);
  });

  test('a client records nothing, a call that rings is not recorded, and one that is over has nothing to stop', async () => {
    const [talking, ringing, over] = [await liveCall(), await liveCall('ringing'), await liveCall('completed')];
    expect(await post('client', `${talking.id}/recording/start`)).toMatchObject({ status: 403 });
    expect(await post('monitor', `${ringing.id}/recording/start`)).toMatchObject({
      status: 409,
      body: { code: 'call_not_live' },
    });
    expect(await post('monitor', `${over.id}/recording/stop`)).toMatchObject({
      status: 409,
      body: { code: 'call_not_live' },
    });
  });
});

describe('GET /api/calls/{call_id}', () => {
  test('shows its legs, as far as they are the reader’s business', async () => {
    const { id } = await liveCall();
    await api.db.pool.query(
      `insert into calls (call_sid, status, order_id, conference_call_id) select $2, 'ringing', order_id, id from calls where id = $1`,
      [id, callSid((made += 1))],
    );
    const legs = async (who: Who) => ((await get(who, id)).body['control'] as { legs: object[] }).legs.length;
    expect([await legs('monitor'), await legs('reader'), await legs('client')]).toEqual([2, 2, 1]);
  });
});

describe('the words of calls and emergency', () => {
  test.each([
    ['queued', 'initiating'],
    ['initiated', 'initiating'],
    ['ringing', 'ringing'],
    ['in-progress', 'in_progress'],
    ['completed', 'completed'],
    ['no-answer', 'no_answer'],
  ])('%s is %s by call_id, and in Twilio’s words by Call SID', async (status, lifecycle) => {
    const { id, sid } = await liveCall(status);
    expect((await get('monitor', id)).body).toMatchObject({ status: lifecycle, lifecycle });
    expect((await get('monitor', sid)).body).toMatchObject({ status, lifecycle });
  });
});

describe('POST /api/calls/{call_id}/status', () => {
  const REASON = 'Jane Doe says that it ended at noon.';
  /** Sets the status, and applies the fact as worker-status does. */
  async function set(who: Who, path: string, json: object = { status: 'failed', reason: REASON }) {
    const answering = post(who, `${path}/status`, json);
    const isDone = answering.then(() => true);
    while (!(await Promise.race([isDone, delay(20).then(() => false)]))) await applyPending(api.db);
    return answering;
  }

  test.each<Who>(['monitor', 'admin'])('a %s ends a forgotten call by hand, with a reason', async (who) => {
    const { id, sid } = await liveCall();
    expect(await set(who, who === 'admin' ? sid : id)).toMatchObject({
      status: 200,
      body: { call_id: id, call_sid: sid, status: 'failed', ended_reason: 'monitor_update', is_applied: true },
    });
    expect((await get('monitor', sid)).body).toMatchObject({ status: 'failed', is_final: true, end_time: null });
    const { rows } = await api.db.pool.query(
      `select source, event_type, event_status, payload ->> 'Reason' as reason, payload ->> 'By' as by
      from call_events where call_sid = $1 order by id desc limit 1`,
      [sid],
    );
    expect(rows).toEqual([
      { source: 'api', event_type: 'call.status_set', event_status: 'failed', reason: REASON, by: people[who].id },
    ]);
    const audit = await api.db.pool.query(`select event, role, entity from audit_events where entity = $1`, [
      `call:${id}`,
    ]);
    expect(audit.rows).toEqual([{ event: 'call.status_set', role: who, entity: `call:${id}` }]);
    expect(JSON.stringify(audit.rows)).not.toContain('Jane');
  });

  test('what Twilio reports afterwards outranks it, and it may not be set again', async () => {
    const { id, sid } = await liveCall();
    await set('monitor', id);
    expect((await set('monitor', id, { status: 'no_answer', reason: REASON })).body).toMatchObject({
      status: 'no_answer',
    });
    await storeAndApply(api.db, [callbackToStore({ ...progress(sid, 'completed', 3), CallDuration: '61' })]);
    expect((await get('monitor', id)).body).toMatchObject({
      status: 'completed',
      ended_reason: 'completed',
      duration_sec: 61,
    });
    expect(await set('monitor', id)).toMatchObject({
      status: 409,
      body: { code: 'invalid_state_transition', current_state: 'completed' },
    });
  });

  test('its explanation says so', async () => {
    const { id, sid } = await liveCall();
    await set('monitor', id);
    const headers = people.monitor.headers;
    const { body } = await api.send(`/api/calls/${sid}/explain`, { headers });
    expect(JSON.stringify(body)).toContain('set this status by hand');
  });

  test('a call that was never placed, an unknown one, and a status that is no end are refused', async () => {
    const { body } = await schedule();
    const { id } = await liveCall();
    expect((await set('monitor', body['call_id'] as string)).status).toBe(409);
    expect((await set('monitor', '999999999')).status).toBe(404);
    for (const json of [
      { status: 'in-progress', reason: REASON },
      { status: 'failed' },
      { status: 'failed', reason: ' ' },
    ])
      expect((await set('monitor', id, json)).status).toBe(422);
  });

  test.each<Who>(['reader', 'client', 'stranger'])('a %s may not', async (who) => {
    const { id } = await liveCall();
    expect((await set(who, id)).status).toBe(403);
  });
});

describe('POST /api/calls/{call_id}/siren', () => {
  test('raises an alarm that the monitors see with the call', async () => {
    const { id } = await liveCall();
    const raised = await post('client', `${id}/siren`, { alert_type: 'emergency', reason: 'Help.' });
    expect(raised).toMatchObject({ status: 201, body: { status: 'active', alert_type: 'emergency' } });
    expect((await get('monitor', id)).body).toMatchObject({
      siren_triggered: true,
      control: { open_siren: { id: raised.body['id'], status: 'active' } },
    });
  });
});
