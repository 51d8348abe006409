import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { emptyTables } from '../../../../test/support/db/inbox.ts';
import { createPerson, type Person } from '../../../../test/support/db/people.ts';
import { storeAndApply } from '../../../../test/support/db/store-and-apply.ts';
import { callbackToStore, progress } from '../../../../test/support/twilio/callbacks.ts';
import { openTestApi, type Body, type TestApi } from '../../test/open-test-api.ts';
import { callSid } from '../../test/store-test-rows.ts';

let api: TestApi;
let monitor: Person;
let reader: Person;
const [A, B] = [callSid(1), callSid(2)];

/** A false alarm of January, and of February a siren resolved by the monitor and an open one that the reader raised. */
beforeAll(async () => {
  api = await openTestApi({ OWNED_PHONE_NUMBERS: '+16175006181' });
  await emptyTables(api.db);
  [monitor, reader] = [await createPerson(api.db, 'monitor'), await createPerson(api.db, 'reader')];
  await storeAndApply(api.db, [
    callbackToStore(progress(A, 'in-progress', 2)),
    callbackToStore({ ...progress(B, 'completed', 3), To: '+442071838750' }),
  ]);
  await api.db.pool.query(
    `insert into siren_alerts (call_id, triggered_by, alert_type, reason, status, acknowledged_by, acknowledged_at, resolved_at, created_at)
    select c.id, $3, kind, 'help', v.status, case when v.status = 'resolved' then $2::uuid end, raised::timestamptz + ack * interval '1 s', raised::timestamptz + done * interval '1 s', raised::timestamptz
    from (values ($4, 'quality_issue', 'false_alarm', null, 5, '2026-01-10T10:00:00Z'), ($4, 'emergency', 'resolved', 10, 100, '2026-02-10T10:00:00Z'),
      ($1, 'emergency', 'active', null, null, '2026-02-12T11:49:00Z')) v(sid, kind, status, ack, done, raised)
    join calls c on c.call_sid = v.sid order by raised`,
    [A, monitor.id, reader.id, B],
  );
});
afterAll(async () => api[Symbol.asyncDispose]());

const get = async (path: string, { headers }: Pick<Person, 'headers'> = monitor) => {
  const { status, body } = await api.send(`/api/sirens${path}`, { headers });
  expect([status, body]).toEqual([200, body]);
  return body;
};
const rows = async (path: string, who?: Person) => (await get(path, who))['data'] as Body[];

test('sirens are listed with their call, its contact, when they were raised, and who acknowledged them', async () => {
  const [open, resolved] = await rows('');
  expect(open).toMatchObject({
    status: 'active',
    raised_at: '2026-02-12T11:49:00.000Z',
    acknowledged_by_name: null,
    call: {
      status: 'in-progress',
      is_final: false,
      answered_at: '2026-02-12T11:48:02.000Z',
      called: '+1 (508) 514-0320',
    },
    contact: { phone_number: '+15085140320' },
  });
  expect(resolved).toMatchObject({ acknowledged_by_name: monitor.name, call: { is_final: true } });
});

test('the person who raised a siren sees it without a call of others', async () => {
  expect((await rows('', reader))[0]).toMatchObject({ status: 'active', call: null, contact: null });
});

test.each([
  ['', 3],
  ['?raised_after=2026-02-01T00:00:00Z', 2],
  ['?raised_before=2026-02-01T00:00:00Z', 1],
  ['?status=open&raised_after=2026-02-01T00:00:00Z', 1],
  ['?raised_after=2026-03-01T00:00:00Z', 0],
])('the sirens with %j are %i', async (query, count) => expect(await rows(query)).toHaveLength(count));

test('the list says its window, and an empty one is refused', async () => {
  expect((await get(''))['window']).toEqual({ from: null, to: null, default: true });
  for (const path of ['', '/summary'])
    expect(
      await api.send(`/api/sirens${path}?raised_after=2026-03-01T00:00:00Z&raised_before=2026-02-01T00:00:00Z`),
    ).toMatchObject({ status: 400 });
});

test('the figures are medians and shares of the window', async () => {
  expect(await get('/summary')).toMatchObject({
    sirens: 3,
    open: 1,
    false_alarms: 1,
    false_alarm_share: 0.5,
    acknowledge_seconds: 10,
    resolve_seconds: 100,
    by_type: { emergency: 2, quality_issue: 1 },
  });
  expect(await get('/summary?raised_after=2026-02-11T00:00:00Z')).toMatchObject({
    sirens: 1,
    false_alarm_share: null,
    acknowledge_seconds: null,
    resolve_seconds: null,
  });
});

test('the figures of a person without sirens are zero', async () => {
  const other = await createPerson(api.db, 'client');
  expect(await get('/summary', other)).toMatchObject({ sirens: 0, by_type: {} });
});
