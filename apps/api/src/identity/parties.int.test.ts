import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addPerson, keyOf } from '../../test/store-test-people.ts';
import { openTestApi, type TestApi } from '../../test/open-test-api.ts';
import { callSid } from '../../test/store-test-rows.ts';

const [OWN, OTHERS, ABSENT] = [callSid(1), callSid(2), callSid(3)];
const recordingOf = (sid: string) => sid.replace('CA', 'RE');
let api: TestApi;
let headers: Record<'client' | 'reader' | 'monitor', Record<string, string>>;

beforeAll(async () => {
  api = await openTestApi({ SIGNED_URL_SECRET: 's'.repeat(40) });
  const [client, reader, monitor, stranger] = [
    await addPerson(api.db, 'a client', 'client'),
    await addPerson(api.db, 'a reader', 'reader'),
    await addPerson(api.db, 'a monitor', 'monitor'),
    await addPerson(api.db, 'another client', 'client'),
  ];
  const keys = [await keyOf(api.db, client), await keyOf(api.db, reader), await keyOf(api.db, monitor)] as const;
  headers = { client: keys[0].headers, reader: keys[1].headers, monitor: keys[2].headers };
  const { pool } = api.db;
  await pool.query(
    `insert into orders (id, client_id, reader_id) overriding system value values (1, $1, $2), (2, $3, null)`,
    [client.id, reader.id, stranger.id],
  );
  for (const [order, sid] of [OWN, OTHERS].entries()) {
    await pool.query(
      `insert into calls (call_sid, status, order_id, price, recording_url) values ($1, 'completed', $2, 0.01, 'https://api.twilio.com/x')`,
      [sid, order + 1],
    );
    await pool.query(
      `insert into call_recordings (recording_sid, call_sid, status, custody, announced_at, updated_at, object_key, sha256, url)
      values ($1, $2, 'completed', 'stored', now(), now(), 'a.wav', 'digest', 'https://api.twilio.com/x')`,
      [recordingOf(sid), sid],
    );
    await pool.query(
      `insert into call_events (inbox_id, call_sid, event_type, event_status, observed_at, source, verdict, fact, payload)
      values ($1, $2, 'call.created', 'ringing', now(), 'webhook', 'applied', '{"key": "a"}', '{}')`,
      [order + 1, sid],
    );
  }
});
afterAll(async () => api[Symbol.asyncDispose]());

describe.each(['client', 'reader'] as const)('a %s', (role) => {
  const get = (path: string) => api.send(path, { headers: headers[role] });

  test('sees the call of an own order, without its log, its price and Twilio’s URL of its recording', async () => {
    const { status, body } = await get(`/api/calls/${OWN}`);
    expect([status, body]).toEqual([200, expect.objectContaining({ call_sid: OWN, status: 'completed', legs: [] })]);
    for (const hidden of ['events', 'price', 'recording_url', 'account_sid']) expect(body).not.toHaveProperty(hidden);
  });

  test('gets the recording of it, without where it is stored', async () => {
    const { status, body } = await get(`/api/recordings/${recordingOf(OWN)}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ custody: 'stored', audio_url: expect.stringMatching(/^\/media\/recordings\/RE/) });
    for (const hidden of ['evidence', 'sha256', 'url', 'object_key', 'source']) expect(body).not.toHaveProperty(hidden);
  });

  test.each([
    [`/api/calls/${OTHERS}`, `/api/calls/${ABSENT}`],
    [`/api/recordings/${recordingOf(OTHERS)}`, `/api/recordings/${recordingOf(ABSENT)}`],
  ])('gets the same answer for %s as for one that does not exist', async (others, absent) => {
    const [theirs, none] = [await get(others), await get(absent)];
    expect([theirs.status, none.status]).toEqual([404, 404]);
    const said = ({ body }: typeof theirs) => ({ ...body, instance: '', request_id: '' });
    expect(said(theirs)).toEqual(said(none));
  });

  test.each([
    `/api/calls/${OWN}?as_of=2026-01-01T00:00:00Z`,
    `/api/calls/${OWN}/explain`,
    '/api/inbox',
    '/api/audio-availability',
    '/api/call-intents',
    '/api/twilio/debug',
    '/admin/queues',
  ])('may not ask for %s', async (path) => {
    expect(await get(path)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  });
});

test('a monitor sees every call with its log, and cannot change what administrators manage', async () => {
  const { body } = await api.send(`/api/calls/${OTHERS}`, { headers: headers.monitor });
  expect(body).toMatchObject({ price: '0.0100', events: [{ dedupe_key: 'a' }] });
  const replay = { method: 'POST', headers: headers.monitor, json: { all: true } };
  expect((await api.send('/api/dead-letters/replay', replay)).status).toBe(403);
});

test('every change is in the audit with its actor and result, and no read is', async () => {
  const counted = async () =>
    (await api.db.pool.query('select role, route, event, result from audit_events order by id')).rows;
  const before = (await counted()).length;
  await api.send('/api/inbox');
  await api.send('/api/candidates', { method: 'POST', json: { phone: '+15085140320' } });
  await api.send('/api/dead-letters/replay', { method: 'POST', json: {} });
  expect((await counted()).slice(before)).toEqual([
    { role: 'superadmin', route: 'POST /api/candidates', event: 'candidate.saved', result: 'ok' },
    { role: 'superadmin', route: 'POST /api/dead-letters/replay', event: 'refused', result: 'malformed_request' },
  ]);
});
