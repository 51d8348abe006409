import { expect, test } from '@jest/globals';
import type { Received } from '../../../test/receiver.ts';
import { accountPath, startTestServer } from '../../../test/server.ts';

interface Event {
  request: { method: string; url: string; parameters: Record<string, string> };
  response: Record<string, unknown>;
}

interface Page {
  events: Event[];
  next_page_uri: string | null;
}

type Api = Awaited<ReturnType<typeof startTestServer>>;

const pathOf = (sid: string) => `${accountPath}/Calls/${sid}/Events.json`;
const firstCall = ({ simulator }: Api): string => [...simulator.truth.calls.after(0)][0]?.record.sid ?? '';
const eventsOf = async (api: Api, sid = firstCall(api)) => ((await api.get(pathOf(sid))).body as Page).events;

test('each request of a call is listed with its parameters in snake case and its response', async () => {
  await using api = await startTestServer();
  await api.playAll({ calls: 1, scenarios: ['inbound-sip-bridged'] });
  const [voice, ...others] = await eventsOf(api);
  expect(voice).toEqual({
    request: {
      method: 'POST',
      url: `${api.receiver.url}/webhooks/twilio/voice-inbound`,
      parameters: expect.objectContaining({
        call_sid: firstCall(api),
        api_version: '2010-04-01',
        call_status: 'ringing',
      }),
    },
    response: {
      response_code: 200,
      request_duration: expect.any(Number),
      content_type: 'text/xml',
      response_body: expect.stringContaining('<Response><Dial'),
      date_created: expect.stringMatching(/ \+0000$/),
    },
  });
  expect(others.at(-1)?.request.parameters).toMatchObject({ call_status: 'completed', sequence_number: '0' });
});

test('the list can be limited to requests for TwiML', async () => {
  await using api = await startTestServer({ restSettings: { events: 'twiml' } });
  await api.playAll({ calls: 1, scenarios: ['inbound-sip-bridged'] });
  const paths = async () => (await eventsOf(api)).map(({ request }) => new URL(request.url).pathname);
  const twiml = await paths();
  expect(twiml).toContain('/webhooks/twilio/voice-inbound');
  expect(twiml).not.toContain('/webhooks/twilio/voice-status');
  await api.put('/simulator/rest-settings', { events: 'all' });
  expect(await paths()).toContain('/webhooks/twilio/voice-status');
});

test('every attempt is listed, and a dropped callback is not', async () => {
  const tried = new Set<string>();
  const answer = ({ body }: Received): number => (tried.size < tried.add(body).size ? 503 : 204);
  await using api = await startTestServer({ overrides: '#rc=1&rp=5xx', answer });
  await api.playAll({ calls: 1, scenarios: ['busy'] });
  const codes = (await eventsOf(api)).map(({ response }) => response['response_code']);
  expect(codes.filter((code) => code === 503)).toHaveLength(3);
  expect(codes.filter((code) => code === 204)).toHaveLength(3);

  await api.playAll({ calls: 1, scenarios: ['busy'], seed: 4, drop: 1 });
  const [, dropped] = [...api.simulator.truth.calls.after(0)];
  expect(await eventsOf(api, dropped?.record.sid)).toEqual([]);
});

test('an unanswered request has no response code, but Twilio’s error code', async () => {
  await using api = await startTestServer({ answer: () => 'reset' });
  await api.playAll({ calls: 1, scenarios: ['failed'] });
  expect((await eventsOf(api)).map(({ response }) => response)).toEqual([
    expect.objectContaining({ response_code: null, response_body: null, error_code: 11_200 }),
    expect.objectContaining({ response_code: null, response_body: null, error_code: 11_200 }),
  ]);
  await api.receiver[Symbol.asyncDispose]();
  await api.playAll({ calls: 1, scenarios: ['failed'], seed: 4 });
  const [, refused] = [...api.simulator.truth.calls.after(0)];
  const [event] = await eventsOf(api, refused?.record.sid);
  expect(event?.response).toMatchObject({ response_code: null, error_code: 11_205 });
});

test('forged copies are not listed', async () => {
  await using api = await startTestServer({ answer: () => 204 });
  await api.playAll({ calls: 1, scenarios: ['busy'], forge: 1 });
  expect(api.receiver.received).toHaveLength(6);
  expect(await eventsOf(api)).toHaveLength(3);
});

test('events are listed page by page, in the order of sending', async () => {
  await using api = await startTestServer();
  await api.playAll({ calls: 1, scenarios: ['busy'] });
  const turn = async (path: string) => (await api.get(path)).body as Page;
  const first = await turn(`${pathOf(firstCall(api))}?PageSize=2`);
  const second = await turn(String(first.next_page_uri));
  const sequence = [...first.events, ...second.events].map(({ request }) => request.parameters['sequence_number']);
  expect(sequence).toEqual(['0', '1', '2']);
  expect(second.next_page_uri).toBeNull();
});

test('with a delay, events are shown only some time after the call', async () => {
  let now = Date.now();
  const clock = { speed: 1, now: () => now, at: (wallMs: number) => wallMs };
  await using api = await startTestServer({ clock, restSettings: { eventsDelay: 900 } });
  await api.playAll({ calls: 1, scenarios: ['busy'] });
  expect(await eventsOf(api)).toEqual([]);
  now += 900_000;
  expect(await eventsOf(api)).toHaveLength(3);
});

test('an unknown call has no events', async () => {
  await using api = await startTestServer();
  expect(await api.get(pathOf(`CA${'0'.repeat(32)}`))).toMatchObject({ status: 404, body: { code: 20404 } });
});
