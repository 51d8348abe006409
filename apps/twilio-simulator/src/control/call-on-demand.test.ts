import { expect, test } from '@jest/globals';
import { pause, startLive } from '../../test/live-call.ts';
import { until } from '../../test/server.ts';
import { demoAccount } from '../account.ts';
import { signRequest } from '../delivery/wire-request.ts';

type Live = Awaited<ReturnType<typeof startLive>>;
type Shown = {
  sid: string;
  status: string;
  duration: string | null;
  from: string;
  is_over: boolean;
  unused: string[];
  legs: { sid: string; status: string; duration: string | null }[];
  callbacks: {
    kind: string;
    call_status: string | null;
    params: Record<string, string>;
    faults: string[];
    acked: boolean;
    dropped: boolean;
  }[];
};

/** Starts a call, waits until it is over, and returns what the simulator says of it. */
async function play(api: Live, call: object): Promise<Shown> {
  const started = await api.post('/simulator/calls', call);
  expect(started).toMatchObject({ status: 201 });
  const { sid } = started.body as Shown;
  const show = async () => (await api.get(`/simulator/calls/${sid}`)).body as Shown;
  await until(async () => (await show()).is_over);
  return show();
}
const statuses = ({ callbacks }: Shown) => callbacks.map(({ call_status: status }) => status);

test('a scenario is played once, with the given parties, outcome and length, and its truth can be read', async () => {
  await using api = await startLive();
  const call = await play(api, {
    scenario: 'inbound-sip-bridged',
    from: '+15085550100',
    outcome: 'completed',
    talk_seconds: 30,
    recorded: false,
  });
  expect(call).toMatchObject({ status: 'completed', from: '+15085550100', unused: [] });
  expect(call.legs).toMatchObject([{ status: 'completed', duration: expect.stringMatching(/^3[01]$/) }]);
  expect(call.callbacks.every(({ acked }) => acked)).toBe(true);
  expect((await api.get('/simulator/calls/CA0')).status).toBe(404);
});

test('one seed gives the same call with other SIDs and tokens', async () => {
  await using api = await startLive();
  const calls = [
    await play(api, { scenario: 'voicemail', seed: 4 }),
    await play(api, { scenario: 'voicemail', seed: 4 }),
  ];
  const [one, other] = calls as [Shown, Shown];
  expect(one.sid).not.toBe(other.sid);
  const alike = ({ from, callbacks }: Shown) => [from, callbacks.map(({ params }) => params['AnsweredBy'])];
  expect(alike(one)).toEqual(alike(other));
  expect(statuses(one)).toEqual(statuses(other));
  const tokens = api.receiver.received.map(({ headers }) => headers['i-twilio-idempotency-token']);
  expect(new Set(tokens).size).toBe(tokens.length);
});

test('a fault hits the callback that it is aimed at, and no other', async () => {
  await using api = await startLive();
  const { callbacks } = await play(api, {
    scenario: 'busy',
    faults: [
      { fault: 'drop', callback: 'completed' },
      { fault: 'duplicate', callback: 'ringing' },
    ],
  });
  expect(callbacks.map(({ faults, dropped }) => [faults, dropped])).toEqual([
    [[], false],
    [['duplicate'], false],
    [['drop'], true],
  ]);
});

test('a delay lasts as long as given', async () => {
  await using api = await startLive();
  const { callbacks } = await play(api, {
    scenario: 'busy',
    faults: [{ fault: 'delay', callback: 'initiated', seconds: 0.3 }],
  });
  expect(callbacks.at(-1)).toMatchObject({ call_status: 'initiated', faults: ['delay'] });
});

test.each(['wrong-token', 'wrong-scheme'])(
  'with %s no signature is right, and each callback is sent once',
  async (fault) => {
    await using api = await startLive();
    const right = await play(api, { scenario: 'busy', seed: 1 });
    const wrong = await play(api, { scenario: 'busy', seed: 1, faults: [{ fault }], status_path: '/a?b=c' });
    const signatures = (sid: string) =>
      api.receiver.received
        .filter(({ params }) => params['CallSid'] === sid)
        .map(({ headers, path, params }) => headers['x-twilio-signature'] === signatureOf(path, params));
    const signatureOf = (path: string, params: Record<string, string>) =>
      signRequest(demoAccount.authToken, api.receiver.url + path, params);
    expect(signatures(right.sid)).toEqual([true, true, true]);
    expect(signatures(wrong.sid)).toEqual([false, false, false]);
    expect(api.sentTo('/a?b=c')).toHaveLength(3);
  },
);

test('a parameter is set where a callback has it, and one that none has is named', async () => {
  await using api = await startLive();
  const call = await play(api, {
    scenario: 'busy',
    set: [
      { callback: 'completed', parameter: 'CallStatus', value: 'paused' },
      { parameter: 'Digits', value: '1' },
    ],
  });
  expect(statuses(call)).toEqual(['initiated', 'ringing', 'paused']);
  expect(call.unused).toEqual(['Digits']);
  expect(call.status).toBe('busy');
});

test('a caller hangs up when asked to', async () => {
  await using api = await startLive();
  const sid = await api.answered({ twiml: pause });
  expect(await api.post(`/simulator/calls/${sid}/hang-up`)).toMatchObject({ status: 202 });
  await api.ended();
  expect(await api.find(sid)).toMatchObject({ status: 'completed', ended_by: 'hang-up' });
  expect(await api.post(`/simulator/calls/${sid}/hang-up`)).toMatchObject({ status: 404 });
});

test.each([
  [{ scenario: 'party' }, 'scenario must be'],
  [{ scenario: 'busy', stay_seconds: 4 }, 'stay_seconds must be one of'],
  [{ scenario: 'busy', outcome: 'lost' }, 'outcome must be'],
  [{ scenario: 'busy', status_path: 'https://a/b' }, 'status_path must be'],
  [{ scenario: 'busy', faults: [{ fault: 'burn' }] }, 'fault must be'],
  [{ scenario: 'busy', faults: [{ fault: 'drop', callback: 'all' }] }, 'callback must be'],
  [{ scenario: 'busy', faults: [{ fault: 'drop', at: 1 }] }, 'at is not known'],
  [{ scenario: 'busy', set: [{ parameter: 'To' }] }, 'set must be'],
])('an invalid call of a scenario is refused: %j', async (fields, message) => {
  await using api = await startLive();
  const refused = await api.post('/simulator/calls', fields);
  expect(refused).toMatchObject({ status: 400, body: { error: expect.stringContaining(message) } });
});
