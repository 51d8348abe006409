import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { unscoped } from '@trunkline/db/connection';
import { answerSiren, raiseSiren } from '@trunkline/db/live-control';
import { someoneWaitsForLock } from '../../../../test/support/db/sessions.ts';
import { createPerson, type Person } from '../../../../test/support/db/people.ts';
import { openTestApi, type Body, type TestApi } from '../../test/open-test-api.ts';
import { callSid } from '../../test/store-test-rows.ts';

let api: TestApi;
let [monitor, admin, reader, client, stranger]: Person[] = [];
let people: Record<string, Person>;
beforeAll(async () => {
  api = await openTestApi();
  const roles = ['monitor', 'admin', 'reader', 'client', 'client'] as const;
  [monitor, admin, reader, client, stranger] = await Promise.all(roles.map((role) => createPerson(api.db, role)));
  people = { monitor: monitor!, admin: admin!, reader: reader!, client: client!, stranger: stranger! };
});
afterAll(async () => api[Symbol.asyncDispose]());

let calls = 0;
/** A call of the client's order, which is assigned to the reader; its id and SID. */
async function callOfOrder(): Promise<{ id: string; sid: string }> {
  const sid = callSid((calls += 1));
  const { rows } = await api.db.pool.query<{ id: string }>(
    `with made as (insert into orders (client_id, reader_id) values ($1, $2) returning id)
    insert into calls (call_sid, status, direction, sip_or_pstn, order_id, created_at, updated_at)
    select $3, 'in-progress', 'outbound', 'pstn', id, now(), now() from made returning id`,
    [client!.id, reader!.id, sid],
  );
  return { id: rows[0]!.id, sid };
}

const ALARM = { alert_type: 'emergency', reason: 'The caller is in danger.' };
const post = (who: string, path: string, json?: object, headers: Record<string, string> = {}) =>
  api.send(`/api${path}`, { method: 'POST', headers: { ...people[who]!.headers, ...headers }, json });
const get = (who: string, path: string) => api.send(`/api${path}`, { headers: people[who]!.headers });
/** Raises a siren as this user; returns its id. */
async function raised(who = 'client', call?: { id: string }): Promise<string> {
  const { status, body } = await post(who, `/calls/${(call ?? (await callOfOrder())).id}/siren`, ALARM);
  expect(status).toBe(201);
  return body['id'] as string;
}
const idsOf = ({ body }: { body: Body }) => (body['data'] as { id: string }[]).map(({ id }) => id);

describe('raising', () => {
  test.each(['monitor', 'admin', 'reader', 'client'])('a %s raises a siren for a call by our id', async (who) => {
    const { id, sid } = await callOfOrder();
    const { status, headers, body } = await post(who, `/calls/${id}/siren`, ALARM);
    expect(status).toBe(201);
    expect(headers['location']).toBe(`/api/sirens/${body['id'] as string}`);
    expect(body).toMatchObject({
      ...ALARM,
      call_id: id,
      call_sid: sid,
      triggered_by: people[who]!.id,
      status: 'active',
      alerts: 1,
      acknowledged_by: null,
      resolution: null,
    });
  });

  test('by the SID as well, and the call shows that a siren was raised', async () => {
    const { id, sid } = await callOfOrder();
    expect((await post('client', `/calls/${sid}/siren`, ALARM)).status).toBe(201);
    expect((await get('monitor', `/calls/${id}`)).body).toMatchObject({ siren_triggered: true });
  });

  test.each(['emergency', 'quality_issue', 'technical_problem', 'inappropriate_behavior'])(
    '%s is a type',
    async (type) => {
      const { id } = await callOfOrder();
      const { body } = await post('reader', `/calls/${id}/siren`, { ...ALARM, alert_type: type });
      expect(body).toMatchObject({ alert_type: type });
    },
  );

  test('a call of another actor is not found, like an unknown one', async () => {
    const { id } = await callOfOrder();
    const answers = [
      await post('stranger', `/calls/${id}/siren`, ALARM),
      await post('client', '/calls/999999/siren', ALARM),
    ];
    expect(answers.map(({ status, body }) => [status, body['code']])).toEqual([
      [404, 'not_found'],
      [404, 'not_found'],
    ]);
  });

  test.each([
    ['a type that is none', { ...ALARM, alert_type: 'fire' }],
    ['no reason', { alert_type: 'emergency' }],
    ['a blank reason', { ...ALARM, reason: '  ' }],
    ['a reason that cannot be stored', { ...ALARM, reason: 'a\0b' }],
  ])('%s is refused', async (_, body) => {
    const { id } = await callOfOrder();
    expect((await post('client', `/calls/${id}/siren`, body)).status).toBe(422);
  });

  test('a second one is refused while one is open, with who raised the first and when', async () => {
    const call = await callOfOrder();
    const first = await raised('client', call);
    const { status, body } = await post('monitor', `/calls/${call.id}/siren`, ALARM);
    expect([status, body['code']]).toEqual([409, 'invalid_state_transition']);
    expect(body['siren']).toMatchObject({ id: first, triggered_by: client!.id, created_at: expect.any(String) });
  });

  test('who raised the first is not shown to an actor that may not see it', async () => {
    const call = await callOfOrder();
    await raised('client', call);
    const { status, body } = await post('reader', `/calls/${call.id}/siren`, ALARM);
    expect(status).toBe(409);
    expect(body).not.toHaveProperty('siren');
  });

  test('after the first is resolved, another may be raised', async () => {
    const call = await callOfOrder();
    const id = await raised('client', call);
    await post('monitor', `/sirens/${id}/false-alarm`, { resolution: 'A slip.' });
    expect(await raised('client', call)).not.toBe(id);
  });

  test('of two requests at once one succeeds, the first to commit', async () => {
    const { id: callId } = await callOfOrder();
    const other = await api.db.pool.connect();
    try {
      await other.query('begin');
      const won = await raiseSiren(
        { ...unscoped(api.db), query: other.query.bind(other) },
        {
          callId,
          triggeredBy: reader!.id,
          alertType: 'emergency',
          reason: 'Help',
        },
      );
      const second = post('monitor', `/calls/${callId}/siren`, ALARM);
      await someoneWaitsForLock(api.db);
      await other.query('commit');
      expect((await second).status).toBe(409);
      expect((await second).body['siren']).toMatchObject({ id: won, triggered_by_name: reader!.name });
    } finally {
      other.release();
    }
  });

  test('a repeated request with an Idempotency-Key raises one siren, and gets the same answer', async () => {
    const { id } = await callOfOrder();
    const send = () => post('client', `/calls/${id}/siren`, ALARM, { 'idempotency-key': `siren-of-${id}-once` });
    const [first, second] = [await send(), await send()];
    expect([second.status, second.body]).toEqual([201, first.body]);
  });
});

describe('reading', () => {
  test('the staff sees every siren; readers and clients those that they raised', async () => {
    const call = await callOfOrder();
    const id = await raised('client', call);
    const seen = await Promise.all(
      ['monitor', 'admin', 'client', 'reader', 'stranger'].map(async (who) => [
        (await get(who, `/sirens/${id}`)).status,
        idsOf(await get(who, `/sirens?call_id=${call.id}`)).length,
      ]),
    );
    expect(seen).toEqual([
      [200, 1],
      [200, 1],
      [200, 1],
      [404, 0],
      [404, 0],
    ]);
  });

  test('the actor that raised one sees it also when the order is no longer its own', async () => {
    const call = await callOfOrder();
    const id = await raised('reader', call);
    await api.db.pool.query(
      'update orders set reader_id = null where id = (select order_id from calls where id = $1)',
      [call.id],
    );
    expect((await get('reader', `/sirens/${id}`)).body).toMatchObject({ id, call_sid: null });
  });

  test('the list is read by state and page by page, the latest first', async () => {
    const ids = [await raised(), await raised(), await raised()].toReversed();
    await post('monitor', `/sirens/${ids[1]!}/acknowledge`);
    const first = await get('monitor', '/sirens?status=open&limit=2');
    expect(idsOf(first)).toEqual(ids.slice(0, 2));
    const { next_cursor: cursor } = first.body['page'] as { next_cursor: string };
    const second = await get('monitor', `/sirens?status=open&limit=2&cursor=${encodeURIComponent(cursor)}`);
    expect(idsOf(second)[0]).toBe(ids[2]);
    expect(idsOf(await get('monitor', '/sirens?status=acknowledged'))).toContain(ids[1]);
    expect(idsOf(await get('monitor', '/sirens?status=active'))).not.toContain(ids[1]);
    expect((await get('monitor', '/sirens?status=loud')).status).toBe(400);
  });
});

describe('answering', () => {
  test('a siren is acknowledged, released, acknowledged again and resolved', async () => {
    const id = await raised();
    expect((await post('monitor', `/sirens/${id}/acknowledge`)).body).toMatchObject({
      status: 'acknowledged',
      acknowledged_by: monitor!.id,
      acknowledged_by_name: monitor!.name,
      acknowledged_at: expect.any(String),
    });
    expect((await post('monitor', `/sirens/${id}/release`)).body).toMatchObject({
      status: 'active',
      acknowledged_by: null,
    });
    await post('admin', `/sirens/${id}/acknowledge`);
    const resolution = 'Called back; all is well.';
    expect((await post('admin', `/sirens/${id}/resolve`, { resolution })).body).toMatchObject({
      status: 'resolved',
      resolved_by: admin!.id,
      resolved_by_name: admin!.name,
      resolution,
    });
  });

  test.each(['resolve', 'false-alarm'])('%s needs a resolution', async (verb) => {
    const id = await raised();
    await post('monitor', `/sirens/${id}/acknowledge`);
    expect((await post('monitor', `/sirens/${id}/${verb}`, {})).status).toBe(422);
  });

  test.each(['reader', 'client'])('a %s cannot answer any, not even an own one', async (who) => {
    const id = await raised(who);
    expect((await post(who, `/sirens/${id}/acknowledge`)).status).toBe(403);
  });

  test('an active siren cannot be resolved, and the answer lists the allowed transitions', async () => {
    const id = await raised();
    const { status, body } = await post('monitor', `/sirens/${id}/resolve`, { resolution: 'Done.' });
    expect(status).toBe(409);
    expect(body).toMatchObject({
      code: 'invalid_state_transition',
      current_state: 'active',
      allowed_transitions: ['acknowledge', 'false_alarm'],
      acknowledged_by: null,
    });
  });

  test('of two acknowledgements at once one succeeds, and the other learns who was first and when', async () => {
    const id = await raised();
    const other = await api.db.pool.connect();
    try {
      await other.query('begin');
      await answerSiren({ ...unscoped(api.db), query: other.query.bind(other) }, id, {
        action: 'acknowledge',
        by: admin!.id,
        resolution: null,
        versions: null,
      });
      const second = post('monitor', `/sirens/${id}/acknowledge`);
      await someoneWaitsForLock(api.db);
      await other.query('commit');
      const { status, body } = await second;
      expect(status).toBe(409);
      expect(body).toMatchObject({
        current_state: 'acknowledged',
        allowed_transitions: ['release', 'resolve', 'false_alarm'],
        acknowledged_by: { id: admin!.id, name: admin!.name, at: expect.any(String) },
      });
    } finally {
      other.release();
    }
  });

  test('of ten acknowledgements at once exactly one succeeds', async () => {
    const id = await raised();
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, n) => post(n % 2 ? 'monitor' : 'admin', `/sirens/${id}/acknowledge`)),
    );
    expect(answers.map(({ status }) => status).filter((status) => status === 409)).toHaveLength(9);
    const winner = answers.find(({ status }) => status === 200)!.body['acknowledged_by'];
    for (const { body } of answers.filter(({ status }) => status === 409))
      expect(body['acknowledged_by']).toMatchObject({ id: winner });
  });

  test('If-Match is refused once the siren has changed', async () => {
    const id = await raised();
    const seen = (await get('monitor', `/sirens/${id}`)).headers['etag']!;
    expect((await post('monitor', `/sirens/${id}/acknowledge`, undefined, { 'if-match': seen })).status).toBe(200);
    const late = await post('admin', `/sirens/${id}/release`, undefined, { 'if-match': seen });
    expect([late.status, late.body['code']]).toEqual([412, 'precondition_failed']);
    expect(late.body).toMatchObject({ current_state: 'acknowledged', acknowledged_by: { id: monitor!.id } });
    expect((await post('admin', `/sirens/${id}/release`, undefined, { 'if-match': '*' })).status).toBe(200);
  });

  test('an unknown siren is 404', async () => {
    for (const id of ['999999', 'none']) expect((await post('monitor', `/sirens/${id}/acknowledge`)).status).toBe(404);
  });
});

test('every change is an audit entry and a stream event, and a refused one is no event', async () => {
  const id = await raised();
  await post('monitor', `/sirens/${id}/acknowledge`);
  await post('admin', `/sirens/${id}/acknowledge`);
  const audit = await api.db.pool.query(
    'select actor_id, event, result from audit_events where entity = $1 order by id',
    [`siren:${id}`],
  );
  expect(audit.rows).toEqual([
    { actor_id: client!.id, event: 'siren.raised', result: 'ok' },
    { actor_id: monitor!.id, event: 'siren.acknowledged', result: 'ok' },
  ]);
  const events = await api.db.pool.query<{ name: string }>(
    `select name from stream_events where entity = 'siren' and entity_id = $1 order by id`,
    [id],
  );
  expect(events.rows.map(({ name }) => name)).toEqual(['siren.raised', 'siren.acknowledged']);
});
