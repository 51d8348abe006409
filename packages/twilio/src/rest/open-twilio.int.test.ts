import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { eventually } from '../../../../test/support/eventually.ts';
import { startSimulator, type AppProcess } from '../../../../test/support/processes/processes.ts';
import type { CallResource } from './resources/call-resource.ts';
import { openTwilio, type TwilioRest } from './open-twilio.ts';
import type { RequestReport } from './request-budget.ts';
import { demoConfig, simulatorAt } from '../../test/open-simulator.ts';

const SCENARIOS = ['busy', 'no-answer', 'failed', 'canceled', 'canceled-queued'];
const CALLS = 60;

let app: AppProcess;
let simulator: ReturnType<typeof simulatorAt>;
let twilio: TwilioRest;
const reports: RequestReport[] = [];

beforeAll(async () => {
  app = await startSimulator();
  simulator = simulatorAt(app.url);
  await play(CALLS);
  twilio = openTwilio(demoConfig(app.url), { onRequest: (report) => reports.push(report) });
});

afterAll(async () => {
  twilio?.[Symbol.dispose]();
  await app?.[Symbol.asyncDispose]();
});

async function play(calls: number): Promise<void> {
  await simulator.play({ calls, scenarios: SCENARIOS, seed: calls });
  await eventually(async () => expect(await simulator.stats()).toMatchObject({ done: true }));
}

const sids = (rows: { sid: string }[]) => rows.map((row) => row.sid);

async function listAll(filter: Parameters<TwilioRest['listCalls']>[0]): Promise<CallResource[]> {
  return (await Array.fromAsync(twilio.listCalls(filter))).flatMap(({ rows }) => rows);
}

test('a call has Twilio’s values, field by field', async () => {
  for (const truth of (await simulator.truth()).slice(0, 10)) {
    const call = await twilio.fetchCall(truth.sid);
    expect(truth).toMatchObject({ ...call });
    expect(call).toMatchObject({ sid: truth.sid, price_unit: 'USD' });
  }
});

test('an unknown call is no error', async () => {
  await expect(twilio.fetchCall(`CA${'0'.repeat(32)}`)).resolves.toBeUndefined();
  await expect(twilio.fetchCall('../Calls')).resolves.toBeUndefined();
});

test('the pages hold every call once, for one request each', async () => {
  const pages = await Array.fromAsync(twilio.listCalls({ pageSize: 7 }));
  const listed = pages.flatMap(({ rows }) => sids(rows));
  expect(listed).toHaveLength(CALLS);
  expect(new Set(listed)).toEqual(new Set(sids(await simulator.truth())));
  expect(pages.map(({ requests }) => requests)).toEqual(Array.from({ length: Math.ceil(CALLS / 7) }, () => 1));
});

test('calls that arrive between two pages make no other call appear twice or not at all', async () => {
  const before = new Set(sids(await simulator.truth()));
  const listed: string[] = [];
  for await (const page of twilio.listCalls({ pageSize: 7 })) {
    if (listed.length === 0) await play(20);
    listed.push(...sids(page.rows));
  }
  const known = listed.filter((sid) => before.has(sid));
  expect(known).toHaveLength(before.size);
  expect(new Set(known)).toEqual(before);
});

test('filters are Twilio’s: by status, and by UTC days with both included', async () => {
  const truth = await simulator.truth();
  const busy = truth.filter(({ status }) => status === 'busy');
  expect(new Set(sids(await listAll({ status: 'busy' })))).toEqual(new Set(sids(busy)));
  const times = truth.flatMap(({ start_time }) => (start_time === null ? [] : [Date.parse(start_time)]));
  const [first, last] = [Math.min(...times), Math.max(...times)].map((time) => new Date(time));
  expect(await listAll({ startTimeFrom: first!, startTimeTo: last! })).toHaveLength(times.length);
  expect(await listAll({ startTimeFrom: new Date(last!.getTime() + 86_400_000) })).toEqual([]);
  expect(await listAll({ startTimeTo: new Date(first!.getTime() - 86_400_000) })).toEqual([]);
  expect(await listAll({ parentCallSid: truth[0]!.sid })).toEqual([]);
});

test('the official client works too, within the same budget', async () => {
  const listed = sids(await listAll({}));
  const { requests } = twilio.usage();
  const calls = await twilio.client().calls.list({ limit: 15, pageSize: 10 });
  expect(sids(calls)).toEqual(listed.slice(0, 15));
  expect(twilio.usage()).toMatchObject({ requests: requests + 2, inFlight: 0, breaker: 'closed' });
});

test('each request is reported by its operation, without SIDs', async () => {
  reports.length = 0;
  await twilio.fetchCall(`CA${'0'.repeat(32)}`);
  await listAll({ status: 'busy' });
  expect(reports).toEqual([
    { operation: 'GET Calls/{sid}', outcome: 404, durationMs: expect.any(Number) },
    { operation: 'GET Calls', outcome: 200, durationMs: expect.any(Number) },
  ]);
});

test('a refused token fails with the name of its variable, and is not retried', async () => {
  using stranger = openTwilio({ ...demoConfig(app.url), TWILIO_AUTH_TOKEN: 'wrong' });
  const failure: unknown = await stranger.fetchCall(`CA${'0'.repeat(32)}`).catch((error: unknown) => error);
  expect(failure).toMatchObject({
    name: 'TwilioCredentialsError',
    status: 401,
    code: 20003,
    moreInfo: 'https://www.twilio.com/docs/errors/20003',
    requestId: expect.stringMatching(/^RQ/),
    message: expect.stringContaining('TWILIO_AUTH_TOKEN'),
  });
  expect(stranger.usage().requests).toBe(1);
});
