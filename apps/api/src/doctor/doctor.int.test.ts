import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { claimDoctorRun, requestDoctorRun, settleDoctorRun } from '@trunkline/db/doctor';
import { addQueuePause } from '@trunkline/db/queues';
import { unscoped } from '@trunkline/db/connection';
import { saveRejections, type Rejection } from '@trunkline/db/rejected-requests';
import { checkOf, DOCTOR_CHECK_NAMES, type Finding } from '@trunkline/telephony/doctor';
import { createPerson } from '../../../../test/support/db/people.ts';
import { recordingSid } from '../../../../test/support/db/recordings.ts';
import { eventually } from '../../../../test/support/eventually.ts';
import { openTestApi, type Body, type TestApi } from '../../test/open-test-api.ts';

let api: TestApi;
beforeAll(async () => (api = await openTestApi()));
afterAll(async () => api[Symbol.asyncDispose]());
beforeEach(() =>
  api.db.pool.query(
    'truncate doctor_runs, queue_pauses, rejected_requests, webhook_endpoints, call_recordings cascade',
  ),
);

const FINDING: Finding = {
  kind: 'voice-url-host',
  level: 'failure',
  subject: 'number +16175006181',
  sentence: 'Number +16175006181 has a voice URL at another host.',
  fix: 'npx trunkline connect +16175006181',
};
const OF_WORKER = [checkOf('twilio-account', 'AC…, active', []), checkOf('numbers', '1 examined', [FINDING])];

const examine = (headers: Record<string, string> = {}) => api.send('/api/doctor', { method: 'POST', headers });
/** Answers the next request as worker-reconcile does. */
const settleNext = () =>
  eventually(async () => {
    const run = await claimDoctorRun(api.db.pool);
    await settleDoctorRun(api.db.pool, run!.id, OF_WORKER);
  });
type Check = { name: string; state: string; findings: Finding[]; checked_at: string | null };
const checksOf = (body: Body) => body['checks'] as Check[];
const checkNamed = (body: Body, name: string) => checksOf(body).find((check) => check.name === name)!;

describe('an examination', () => {
  test('has the findings of worker-reconcile and those of the API, in one order, and the last one is kept', async () => {
    const answered = examine();
    await settleNext();
    const { status, body } = await answered;
    expect({ status, body }).toMatchObject({ status: 200, body: { state: 'failure', is_settled: true } });
    expect(checkNamed(body, 'numbers')).toMatchObject({ state: 'failure', findings: [FINDING] });
    const names = checksOf(body).map(({ name }) => name);
    expect(names).toEqual(DOCTOR_CHECK_NAMES.filter((name) => names.includes(name)));
    expect(names).toEqual(expect.arrayContaining(['processes', 'postgres', 'queue', 'object-store', 'inbox']));
    const { body: later } = await api.send('/api/doctor');
    expect(checkNamed(later, 'numbers')).toEqual(checkNamed(body, 'numbers'));
  });

  test('that is requested while one waits joins it, and one after it is made anew', async () => {
    const request = async () => (await requestDoctorRun(unscoped(api.db), 'operator')).id;
    const waiting = await request();
    expect(await request()).toBe(waiting);
    await settleNext();
    expect(await request()).not.toBe(waiting);
  });

  test('that no worker makes is answered after a while with what the API found', async () => {
    await using impatient = await openTestApi({}, { patienceMs: 300 });
    const { status, headers, body } = await impatient.send('/api/doctor', { method: 'POST' });
    expect({ status, location: headers['location'] }).toEqual({ status: 202, location: '/api/doctor' });
    expect(body).toMatchObject({ is_settled: false });
    expect(checkNamed(body, 'numbers')).toMatchObject({ state: 'unknown', checked_at: null });
    expect(checkNamed(body, 'postgres')).toMatchObject({ checked_at: expect.any(String) });
  });

  test('finds a proxy that TRUSTED_PROXIES does not name, and says its address', async () => {
    const { headers } = await createPerson(api.db, 'monitor');
    const through = { headers: { ...headers, 'x-forwarded-for': '203.0.113.9' } };
    const { body } = await api.send('/api/doctor', through);
    const fix = expect.stringContaining('TRUSTED_PROXIES=127.0.0.1');
    expect(checkNamed(body, 'proxy')).toMatchObject({ findings: [{ kind: 'proxy-not-trusted', fix }] });
    await using trusting = await openTestApi({ TRUSTED_PROXIES: '127.0.0.1' });
    expect(checkNamed((await trusting.send('/api/doctor', through)).body, 'proxy')).toMatchObject({ state: 'ok' });
    expect(checkNamed((await api.send('/api/doctor', { headers })).body, 'proxy')).toMatchObject({ state: 'off' });
  });

  test('is read by the staff and made by administrators', async () => {
    const { headers: monitor } = await createPerson(api.db, 'monitor');
    const { headers: client } = await createPerson(api.db, 'client');
    expect((await api.send('/api/doctor', { headers: monitor })).status).toBe(200);
    expect((await examine(monitor)).status).toBe(403);
    expect((await api.send('/api/doctor', { headers: client })).status).toBe(403);
  });
});

describe('the API itself finds', () => {
  const found = async (name: string) => checkNamed((await api.send('/api/doctor')).body, name).findings;

  test('a paused queue, with the reason and how to resume it', async () => {
    await addQueuePause(unscoped(api.db), { queue: 'notify', reason: 'the CRM is down', pausedBy: 'grace' });
    expect(await found('queue')).toEqual([
      expect.objectContaining({
        kind: 'queue-paused',
        subject: 'queue notify',
        fix: 'npx trunkline queues resume notify',
      }),
    ]);
  });

  test('a Postgres that loses what it committed, as that of tests does', async () => {
    expect(await found('postgres')).toEqual([
      expect.objectContaining({ kind: 'postgres-fsync-off', level: 'failure' }),
      expect.objectContaining({ kind: 'postgres-full-page-writes-off', level: 'failure' }),
    ]);
  });

  test('a recording that is stored and cannot be read', async () => {
    await api.db.pool.query(
      `insert into call_recordings (recording_sid, status, custody, object_key, size_bytes, sha256, stored_at, announced_at, updated_at)
       values ($1, 'completed', 'stored', 'recordings/none', 1000, repeat('a', 64), now(), now(), now())`,
      [recordingSid(1)],
    );
    expect(await found('object-store')).toEqual([
      expect.objectContaining({ kind: 'recording-unreadable', subject: `recording ${recordingSid(1)}` }),
    ]);
  });

  test('refused callbacks of the last hour with their likely cause, and none of strangers', async () => {
    const rejection = (cause: Rejection['cause'], lastAt: Date): Rejection => ({
      hour: new Date(),
      cause,
      responseStatus: 403,
      method: 'POST',
      path: '/webhooks/twilio/voice-status',
      host: 'calls.example.com',
      accountSid: '',
      requests: 3,
      sample: {
        userAgent: null,
        contentType: null,
        bodyBytes: 3,
        isSigned: true,
        fields: [],
        queryFields: [],
        expectedUrl: 'https://x/',
        signedUrl: null,
      },
      firstAt: lastAt,
      lastAt,
    });
    const long = new Date(Date.now() - 2 * 3_600_000);
    await saveRejections(api.db.pool, [
      rejection('configured-with-http', new Date()),
      rejection('unsigned', new Date()),
      rejection('another-port', long),
    ]);
    expect(await found('inbox')).toEqual([
      expect.objectContaining({
        kind: 'refused-configured-with-http',
        sentence: expect.stringContaining('3 requests'),
      }),
    ]);
  });

  test('an endpoint that is disabled, for those who may see endpoints', async () => {
    await api.db.pool.query(
      `insert into webhook_endpoints (url, secret, events, state, disabled_reason)
       values ('https://crm.example.com/hook', 'whsec_x', '{*}', 'disabled', '25 failures in a row')`,
    );
    expect(await found('outbound-webhooks')).toEqual([
      expect.objectContaining({ kind: 'endpoint-disabled', subject: 'endpoint crm.example.com' }),
    ]);
    const { headers } = await createPerson(api.db, 'monitor');
    const { body } = await api.send('/api/doctor', { headers });
    expect(checkNamed(body, 'outbound-webhooks')).toMatchObject({ state: 'off', findings: [] });
  });
});
