import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openHttpServer } from '@trunkline/service';
import type { AddressInfo } from 'node:net';
import { eventually } from '../../../../test/support/eventually.ts';
import { startSimulator, type AppProcess } from '../../../../test/support/processes/processes.ts';
import { openTwilio, type TwilioRest } from './open-twilio.ts';
import { demoConfig, simulatorAt, type TrueCall } from '../../test/open-simulator.ts';

const DAY = new Date('2026-11-19T12:00:00Z');
const DAY_BEFORE = new Date('2026-11-18T23:59:59Z');

let receiver: Awaited<ReturnType<typeof openHttpServer>>;
let app: AppProcess;
let twilio: TwilioRest;
let truth: TrueCall[];

beforeAll(async () => {
  receiver = await openHttpServer((_req, res) => void res.writeHead(204).end(), { HOST: '127.0.0.1', PORT: 0 });
  const target = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
  app = await startSimulator(['--target', target]);
  const simulator = simulatorAt(app.url);
  await simulator.addPast({ day: '2026-11-19', calls: 400, recordings: 1, seed: 5 });
  await playToTheEnd(simulator);
  truth = await simulator.truth();
  twilio = openTwilio(demoConfig(app.url));
});

afterAll(async () => {
  twilio?.[Symbol.dispose]();
  await app?.[Symbol.asyncDispose]();
  await receiver?.[Symbol.asyncDispose]();
});

async function playToTheEnd(simulator: ReturnType<typeof simulatorAt>): Promise<void> {
  await simulator.play({ calls: 12, scenarios: ['answered', 'busy'], drop: 0 });
  await eventually(async () => expect(await simulator.stats()).toMatchObject({ done: true }));
}

async function rowsOf<Row>(pages: AsyncIterable<{ rows: Row[] }>): Promise<Row[]> {
  return (await Array.fromAsync(pages)).flatMap(({ rows }) => rows);
}
const sids = (rows: { sid: string }[]) => new Set(rows.map(({ sid }) => sid));

test('the recordings of a day are all listed, once each, and none of another day', async () => {
  const known = truth.flatMap(({ recordings }) => recordings);
  const all = await rowsOf(twilio.listRecordings({ pageSize: 50 }));
  expect(all).toHaveLength(known.length);
  expect(sids(all)).toEqual(sids(known));
  const ofDay = await rowsOf(twilio.listRecordings({ dateCreatedFrom: DAY, dateCreatedTo: DAY }));
  expect(ofDay.length).toBeGreaterThan(50);
  expect(ofDay.every(({ date_created }) => date_created?.includes('19 Nov 2026'))).toBe(true);
  expect(await rowsOf(twilio.listRecordings({ dateCreatedTo: DAY_BEFORE }))).toEqual([]);
});

test('the recordings of a call are the same by the call and by the account', async () => {
  const call = truth.find(({ recordings }) => recordings.length > 0)!;
  const listed = await rowsOf(twilio.listCallRecordings(call.sid));
  expect(listed).toMatchObject(call.recordings.map(({ sid, status, duration }) => ({ sid, status, duration })));
  const [recording] = await rowsOf(twilio.listRecordings({ callSid: call.sid }));
  expect(recording).toMatchObject({ call_sid: call.sid, media_url: expect.stringContaining(recording!.sid) });
  expect(listed[0]).toMatchObject({ call_sid: call.sid, media_url: null, track: 'both' });
});

test('the events of a call hold requests and answers', async () => {
  const { sid } = truth.find(({ scenario, date_created }) => scenario === 'busy' && !date_created?.includes('19 Nov'))!;
  const events = await rowsOf(twilio.listCallEvents(sid));
  expect(events.length).toBeGreaterThan(1);
  for (const { request, response } of events) {
    expect(request).toMatchObject({ method: 'POST', url: expect.stringContaining('/'), parameters: { call_sid: sid } });
    expect(response).toMatchObject({ response_code: 204, error_code: null, date_created: expect.any(String) });
  }
});

test('reading the events of an unknown call fails with Twilio’s 404', async () => {
  const listing = rowsOf(twilio.listCallEvents(`CA${'0'.repeat(32)}`));
  await expect(listing).rejects.toMatchObject({ name: 'TwilioRequestError', status: 404, code: 20404 });
});

test('an API key opens the same account', async () => {
  const { TWILIO_AUTH_TOKEN: _token, ...config } = demoConfig(app.url);
  using byKey = openTwilio({
    ...config,
    TWILIO_API_KEY: 'SKf00dfacedecafc0ffee0ddba11ab1e5e',
    TWILIO_API_SECRET: 'b01dface0ff5e7ca5cade5a55e55ed00',
  });
  await expect(byKey.fetchCall(truth[0]!.sid)).resolves.toMatchObject({ sid: truth[0]!.sid });
});

test('a signal aborts a list between two pages', async () => {
  const giveUp = new AbortController();
  const reason = new Error('enough');
  const pages = twilio.listCalls({ pageSize: 10 }, giveUp.signal);
  await expect(pages.next()).resolves.toMatchObject({ done: false });
  giveUp.abort(reason);
  await expect(pages.next()).rejects.toBe(reason);
  await expect(pages.next()).resolves.toEqual({ done: true, value: undefined });
});
