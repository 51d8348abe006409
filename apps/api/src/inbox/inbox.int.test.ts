import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { claimCallbackTest, settleCallbackTest, storeCallbacks, type CallbackToStore } from '@trunkline/db/inbox';
import { eventually } from '../../../../test/support/eventually.ts';
import { callbackToStore, progress } from '../../../../test/support/twilio/callbacks.ts';
import { storeAll } from '../../../../test/support/db/inbox.ts';
import { applyPending, storeAndApply } from '../../../../test/support/db/store-and-apply.ts';
import { addPerson, keyOf } from '../../test/store-test-people.ts';
import { openTestApi, type Body, type TestApi } from '../../test/open-test-api.ts';
import { callSid, emptyInbox, storeRows, times } from '../../test/store-test-rows.ts';

let api: TestApi;
beforeAll(async () => void (api = await openTestApi()));
afterAll(async () => api[Symbol.asyncDispose]());
beforeEach(() => emptyInbox(api.db));

const ids = (body: Body): unknown[] => (body['data'] as Body[]).map(({ id }) => id);
const cursorOf = (body: Body): string => String((body['page'] as Body)['next_cursor']);
const hoursAgo = (hours: number): Date => new Date(Date.now() - hours * 3_600_000);

test('the inbox lists the latest callbacks first, without payloads, and counts every state', async () => {
  const stored = await storeRows(api.db, [...times(2, {}), { state: 'completed', callSid: callSid(1) }]);
  const { status, body, headers } = await api.send('/api/inbox');
  expect([status, headers['cache-control'], ids(body)]).toEqual([200, 'no-store', stored.toReversed()]);
  expect(headers['x-request-id']).toMatch(/^req_/);
  const states = { pending: 2, processing: 0, completed: 1, failed: 0, dead_letter: 0, quarantined: 0, discarded: 0 };
  expect(body).toMatchObject({
    counts: states,
    counts_capped: [],
    page: { has_more: false, next_cursor: null, limit: 50 },
  });
  const [first] = body['data'] as Body[];
  expect(first).toMatchObject({
    id: stored[2],
    state: 'completed',
    call_sid: callSid(1),
    copies: 1,
    next_attempt_at: null,
  });
  expect(first).not.toHaveProperty('payload');
});

test('paging returns every callback exactly once, also if new ones arrive meanwhile', async () => {
  const stored = await storeRows(api.db, [...times(2, { receivedAt: hoursAgo(20) }), ...times(5, {})]);
  const seen: unknown[] = [];
  for (let path = '/api/inbox?limit=3'; path;) {
    const { body, headers } = await api.send(path);
    seen.push(...ids(body));
    await storeRows(api.db, [{}]);
    path = /<(.+)>; rel="next"/.exec(headers['link'] ?? '')?.[1] ?? '';
  }
  expect(seen).toEqual(stored.toReversed());
});

test('the default window of 24 hours is shown, and stays the same on every page', async () => {
  await storeRows(api.db, [{ receivedAt: hoursAgo(25) }, ...times(2, { receivedAt: hoursAgo(23) })]);
  const { body } = await api.send('/api/inbox?limit=1');
  const next = await api.send(`/api/inbox?limit=1&cursor=${cursorOf(body)}`);
  const { from } = body['window'] as { from: string };
  expect(next.body).toMatchObject({
    page: { has_more: false },
    window: { from, default: true },
    counts: { pending: 2 },
  });
});

test('a window is half-open: its first moment is in it, its last one is not', async () => {
  const [from, to] = [new Date('2026-03-01T23:59:59.500Z'), new Date('2026-03-02T00:00:01.500Z')];
  const [first] = await storeRows(api.db, [{ receivedAt: from }, { receivedAt: to }]);
  const { body } = await api.send(
    `/api/inbox?received_after=${from.toISOString()}&received_before=${to.toISOString()}`,
  );
  expect(ids(body)).toEqual([first]);
  expect(body['window']).toEqual({ from: from.toISOString(), to: to.toISOString(), default: false });
});

test('values separated by commas are alternatives, different parameters restrict each other', async () => {
  const [failed, dead] = await storeRows(api.db, [
    { state: 'failed', callSid: callSid(1), type: 'dial-action' },
    { state: 'dead_letter', callSid: callSid(1) },
    { state: 'completed', callSid: callSid(1) },
    { state: 'failed', callSid: callSid(2) },
  ]);
  const both = await api.send(`/api/inbox?state=failed,dead_letter&call_sid=${callSid(1)}`);
  expect(ids(both.body)).toEqual([dead, failed]);
  expect(ids((await api.send('/api/inbox?type=dial-action')).body)).toEqual([failed]);
});

test.each([
  ['status=pending', 'status'],
  ['state=pending,done', 'done'],
  ['type=ringing', 'ringing'],
  ['limit=201', 'limit'],
  ['limit=ten', 'limit'],
  ['received_after=yesterday', 'received_after'],
  ['received_after=2026-03-02T00:00:00Z&received_before=2026-03-01T00:00:00Z', 'received_before'],
  ['state=pending&state=failed', 'state'],
  ['call_sid=%00', 'call_sid'],
  ['cursor=nonsense', 'cursor'],
])('an invalid parameter is refused by name: %s', async (query, named) => {
  const { status, body, headers } = await api.send(`/api/inbox?${query}`);
  expect({ status, type: headers['content-type'] }).toEqual({
    status: 400,
    type: 'application/problem+json; charset=utf-8',
  });
  expect(body).toMatchObject({
    code: 'malformed_request',
    detail: expect.stringContaining(named),
    instance: '/api/inbox',
  });
});

test('a cursor of other filters or of another list is refused', async () => {
  await storeRows(api.db, times(3, { state: 'dead_letter' }));
  const cursor = cursorOf((await api.send('/api/inbox?limit=1&state=dead_letter')).body);
  for (const path of [`/api/inbox?state=failed&cursor=${cursor}`, `/api/dead-letters?cursor=${cursor}`]) {
    const { status, body } = await api.send(path);
    expect({ status, code: body['code'] }).toEqual({ status: 400, code: 'cursor_mismatch' });
  }
  expect((await api.send(`/api/inbox?limit=2&state=dead_letter&cursor=${cursor}`)).status).toBe(200);
});

test('a repeated callback is one row that counts its copies', async () => {
  const callback: CallbackToStore = {
    source: 'twilio_voice',
    callbackKind: 'call-status',
    callSid: callSid(7),
    recordingSid: null,
    dedupeKey: 'call:7:ringing',
    payload: { CallStatus: 'ringing', nested_Name: 'kept' },
    query: { candidate_id: '3' },
    escapedFields: ['From'],
    rawTarget: '/twilio-status?candidate_id=3',
    idempotencyToken: 'token',
    signatureVerdict: 'valid',
    processingStatus: 'pending',
    error: null,
    copies: 1,
  };
  await storeCallbacks(api.db.pool, [callback]);
  await storeCallbacks(api.db.pool, [{ ...callback, copies: 2 }]);
  const { body } = await api.send('/api/inbox');
  expect(body['data']).toEqual([expect.objectContaining({ copies: 3, escaped_fields: ['From'] })]);
  const one = await api.send(`/api/inbox/${String(ids(body)[0])}`);
  const { payload, query } = callback;
  expect(one.body).toMatchObject({
    payload,
    query,
    raw_target: callback.rawTarget,
    idempotency_token: 'token',
    generation: 0,
  });
  expect(one.body).toMatchObject({ copies: 3, signature_verdict: 'valid', call_event: null });
});

test('a callback shows the event that was made of it', async () => {
  const [id] = await storeRows(api.db, [{ state: 'completed', callSid: callSid(1) }]);
  await api.db.pool.query(
    `insert into call_events (inbox_id, call_sid, event_type, event_status, event_time, observed_at, source, verdict, fact, payload)
     values ($1, $2, 'call.created', 'ringing', '2026-03-01T10:00:00+01', now(), 'webhook', 'applied', '{}', '{}')`,
    [id, callSid(1)],
  );
  const { body } = await api.send(`/api/inbox/${id}`);
  expect(body).toMatchObject({
    id,
    call_event: { verdict: 'applied', event_time: '2026-03-01T09:00:00.000Z', id: expect.any(String) },
  });
});

test.each(['1', 'abc', '99999999999999999999'])('an unknown callback is not found: %s', async (id) => {
  const { status, body } = await api.send(`/api/inbox/${id}`);
  expect({ status, code: body['code'] }).toEqual({ status: 404, code: 'not_found' });
});

test('callbacks of any age are found by a part of their SID or error, and others are not', async () => {
  const sid = 'CA00c0ffee00c0ffee00c0ffee00c0ffee';
  const [old, held] = await storeRows(api.db, [
    { callSid: sid, receivedAt: hoursAgo(100) },
    { state: 'quarantined', callSid: 'CA-nonsense', error: 'CallSid has an impossible value' },
    { callSid: callSid(1) },
  ]);
  for (const [q, found] of [
    ['c0ffee00c0', [old]],
    [sid.toLowerCase(), [old]],
    ['ca-nonsense', [held]],
    ['impossible VALUE', [held]],
    ['nothing-like-it', []],
  ] as const) {
    const { body } = await api.send(`/api/inbox?q=${encodeURIComponent(q)}`);
    expect([q, ids(body), body['search_complete']]).toEqual([q, found, true]);
  }
  const { body } = await api.send('/api/inbox?q=c0ffee&state=quarantined');
  expect(ids(body)).toEqual([]);
  expect((await api.send('/api/inbox')).body['search_complete']).toBe(true);
});

test('a number is found in any notation', async () => {
  const [id] = await storeRows(api.db, [{}]);
  await api.db.pool.query(`update twilio_webhook_inbox set payload = '{"From": "+15085140320"}'`);
  for (const q of ['+1%20508%20514%200320', '+15085140320', '(508)+514-0320', '0320', '5140'])
    expect(ids((await api.send(`/api/inbox?q=${q}`)).body)).toEqual([id]); // a bare plus is a space
});

test.each(['abc', '%20%20', '12-3'])('a search for %s is refused: it is too short', async (q) => {
  const { status, body } = await api.send(`/api/inbox?q=${q}`);
  expect({ status, body }).toEqual({
    status: 400,
    body: expect.objectContaining({ detail: expect.stringContaining('4 characters in a row') }),
  });
});

test('a search pages through what it finds', async () => {
  const stored = await storeRows(api.db, times(5, { callSid: 'CA00c0ffee00c0ffee00c0ffee00c0ffee' }));
  const first = (await api.send('/api/inbox?q=c0ffee&limit=3')).body;
  const second = (await api.send(`/api/inbox?q=c0ffee&limit=3&cursor=${cursorOf(first)}`)).body;
  expect([...ids(first), ...ids(second)]).toEqual(stored.toReversed());
});

test('a request for a test callback is answered with its outcome and a summary', async () => {
  const answered = api.send('/api/inbox/test', { method: 'POST' });
  await eventually(async () => {
    const requested = await claimCallbackTest(api.db.pool);
    await settleCallbackTest(api.db.pool, requested!.id, { ...NO_ANSWER, url: 'https://x', answered: 403 });
  });
  const { status, body } = await answered;
  expect({ status, body }).toMatchObject({
    status: 200,
    body: { is_settled: true, ok: false, status: 403, summary: expect.stringContaining('refused the signature') },
  });
  expect((await api.send(`/api/inbox/tests/${String(body['id'])}`)).body).toEqual(body);
  expect((await api.send('/api/inbox/tests/77777')).status).toBe(404);
});

const NO_ANSWER = { url: null, answered: null, answer: null, tookMs: null, error: null };

test('a callback has our answer, a command that sends it again, and what only administrators see', async () => {
  const fields = { CallSid: callSid(1), CallStatus: 'in-progress', Digits: '4111', From: "o'neil" };
  const [id] = await storeAll(api.db, [
    callbackToStore(fields, { callbackKind: 'gather-action', rawTarget: '/api/calls/webhook/twilio?x=1' }),
  ]);
  const { body } = await api.send(`/api/inbox/${id}`);
  expect(body).toMatchObject({
    payload: fields,
    redacted_fields: [],
    attempts: 0,
    answer: { form: 'TwiML', status: 200 },
    curl: expect.stringMatching(/^curl -X POST '\S+\/api\/calls\/webhook\/twilio\?x=1' /),
  });
  expect(body['curl']).toContain(`--data-urlencode 'From=o'\\''neil'`);
  const { headers } = await keyOf(api.db, await addPerson(api.db, 'a monitor', 'monitor'));
  const seen = (await api.send(`/api/inbox/${id}`, { headers })).body;
  expect(seen).toMatchObject({ payload: { ...fields, Digits: '[redacted]' }, redacted_fields: ['Digits'] });
  expect(seen['curl']).not.toContain('4111');
});

type FieldChange = { field: string; before: string | null; after: string | null };

test('a dead letter says what applying it would change in its call, which then is what changes', async () => {
  await storeAndApply(api.db, [callbackToStore(progress(callSid(1), 'in-progress', 2))]);
  const end = { ...progress(callSid(1), 'completed', 3), CallDuration: '17' };
  const [id] = await storeAll(api.db, [callbackToStore(end, { processingStatus: 'quarantined', error: 'x' })]);
  const { would_change: changes } = (await api.send(`/api/inbox/${id}`)).body as { would_change: FieldChange[] };
  expect(changes).toEqual(
    expect.arrayContaining([
      { field: 'status', before: 'in-progress', after: 'completed' },
      { field: 'duration_sec', before: null, after: '17' },
    ]),
  );
  await api.send(`/api/quarantined/${id}/release`, { method: 'POST', json: { reason: 'it is ours' } });
  await applyPending(api.db);
  const call = (await api.send(`/api/calls/${callSid(1)}`)).body as Record<string, string | number | null>;
  expect(changes.map(({ field }) => [field, call[field] === null ? null : `${call[field]}`])).toEqual(
    changes.map(({ field, after }) => [field, after]),
  );
  expect((await api.send(`/api/inbox/${id}`)).body).toMatchObject({ state: 'completed', would_change: null });
});
