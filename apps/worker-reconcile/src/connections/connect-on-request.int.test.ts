import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { unscoped } from '@trunkline/db/connection';
import { claimConnection, findConnection, planConnectionChanges, requestConnection } from '@trunkline/db/connections';
import { openTwilioConfiguration, type TwilioConfiguration } from '@trunkline/twilio/configuration';
import { openTwilio } from '@trunkline/twilio/rest';
import { openTestDatabase } from '../../../../test/support/db/inbox.ts';
import { startSimulator, type AppProcess } from '../../../../test/support/processes/processes.ts';
import { ACCOUNT } from '../../../../test/support/processes/stack.ts';
import { controlSimulator, type SimulatorControl } from '../../../../test/support/twilio/simulator-control.ts';
import { connectOnRequest } from './connect-on-request.ts';

const db = openTestDatabase();
const opened = new DisposableStack();
let simulator: AppProcess;
let control: SimulatorControl;
let configuration: TwilioConfiguration;
beforeAll(async () => {
  simulator = await startSimulator([], { env: ACCOUNT });
  control = controlSimulator(simulator.url);
  const twilio = opened.use(openTwilio({ ...ACCOUNT, TWILIO_API_URL: simulator.url, TWILIO_MAX_IN_FLIGHT: 10 }));
  configuration = openTwilioConfiguration(ACCOUNT.TWILIO_ACCOUNT_SID, twilio.client);
});
afterAll(async () => {
  opened.dispose();
  await simulator[Symbol.asyncDispose]();
  await db[Symbol.asyncDispose]();
});
beforeEach(() => db.pool.query('truncate twilio_connections'));

const OWNED = '+16175006181';
const ORIGIN = 'https://calls.example.com';
const OURS = {
  voice_url: `${ORIGIN}/webhooks/twilio/voice-inbound#rc=5&rp=all`,
  status_callback: `${ORIGIN}/webhooks/twilio/voice-status#rc=5&rp=all`,
};
const THEIRS = { voice_url: 'https://demo.twilio.com/welcome/voice/', voice_method: 'GET', status_callback: '' };

type Fields = Record<string, unknown>;
const configure = (account: object) => control.send('PUT', 'account', account);
const firstOf = async (list: 'numbers' | 'applications' | 'sipDomains'): Promise<Fields> =>
  (await control.send<Record<string, Fields[]>>('GET', 'account'))[list]![0]!;

const carryOut = connectOnRequestOf(() => configuration);
function connectOnRequestOf(given: () => TwilioConfiguration | undefined) {
  return () => connectOnRequest({ db, config: { WEBHOOK_BASE_URL: `${ORIGIN}/` }, configuration: given() })();
}
/** Requests it, has it carried out, and returns what came of it. */
async function change(action: 'connect' | 'disconnect', target = OWNED, more: { isDryRun?: boolean } = {}) {
  const voicePath = '/webhooks/twilio/voice-inbound';
  const request = { action, target, voicePath, isDryRun: false, requestedBy: 'grace', ...more };
  const { id } = await requestConnection(unscoped(db), request);
  await carryOut();
  return (await findConnection(unscoped(db), id))!;
}

test('a number is connected, and a disconnect sets what it had before', async () => {
  await configure({ numbers: [THEIRS] });
  const connected = await change('connect');
  expect(connected).toMatchObject({ kind: 'number', name: OWNED, error: null, settledAt: expect.any(Date) });
  expect(connected.changes!.map(({ parameter }) => parameter)).toEqual(['VoiceUrl', 'VoiceMethod', 'StatusCallback']);
  expect(await firstOf('numbers')).toMatchObject({ ...OURS, voice_method: 'POST' });
  expect((await change('connect')).changes).toEqual([]);
  expect(await change('disconnect')).toMatchObject({ error: null, kept: [] });
  expect(await firstOf('numbers')).toMatchObject(THEIRS);
  expect(await change('disconnect')).toMatchObject({ error: expect.stringContaining('was not connected') });
});

test('a dry run says what would be changed, and changes nothing', async () => {
  await configure({ numbers: [THEIRS] });
  const planned = await change('connect', OWNED, { isDryRun: true });
  expect(planned.changes).toContainEqual({ parameter: 'VoiceUrl', before: THEIRS.voice_url, after: OURS.voice_url });
  expect(await firstOf('numbers')).toMatchObject(THEIRS);
  expect(await change('disconnect')).toMatchObject({ error: expect.stringContaining('was not connected') });
});

test('a number is taken off its trunk and its application, and put back', async () => {
  const trunk = { trunk_sid: `TK${'a'.repeat(32)}`, voice_application_sid: `AP${'b'.repeat(32)}` };
  await configure({ numbers: [{ ...THEIRS, ...trunk }] });
  await change('connect');
  expect(await firstOf('numbers')).toMatchObject({ ...OURS, trunk_sid: '', voice_application_sid: '' });
  await change('disconnect');
  expect(await firstOf('numbers')).toMatchObject({ ...THEIRS, ...trunk });
});

test('an application and a SIP domain are connected by their SID, a domain by its name too', async () => {
  await configure({ applications: [{}], sipDomains: [{ domain_name: 'desk.sip.twilio.com' }] });
  const application = String((await firstOf('applications'))['sid']);
  expect(await change('connect', application)).toMatchObject({ kind: 'application', error: null });
  expect(await firstOf('applications')).toMatchObject(OURS);
  expect(await change('connect', 'desk.sip.twilio.com')).toMatchObject({ kind: 'domain', error: null });
  expect(await firstOf('sipDomains')).toMatchObject({
    voice_url: OURS.voice_url,
    voice_status_callback_url: OURS.status_callback,
  });
});

test('what another hand has changed since is left, and named', async () => {
  await configure({ numbers: [THEIRS] });
  const connected = await change('connect');
  await configuration.update('number', connected.sid!, { VoiceUrl: 'https://another.example.com' });
  expect(await change('disconnect')).toMatchObject({ kept: ['VoiceUrl'], error: null });
  expect(await firstOf('numbers')).toMatchObject({ ...THEIRS, voice_url: 'https://another.example.com' });
});

test('a connect whose worker died after Twilio was asked is finished, and what was before is still known', async () => {
  await configure({ numbers: [THEIRS] });
  const { sid, changes } = await change('connect', OWNED, { isDryRun: true });
  await db.pool.query('truncate twilio_connections');
  const request = { action: 'connect', target: OWNED, voicePath: '/webhooks/twilio/voice-inbound' } as const;
  const { id } = await requestConnection(unscoped(db), { ...request, isDryRun: false, requestedBy: 'grace' });
  await claimConnection(db.pool);
  const plan = { kind: 'number' as const, sid, name: OWNED, changes, kept: [], error: null };
  await planConnectionChanges(db.pool, id, plan);
  await configuration.update(
    'number',
    sid!,
    Object.fromEntries(changes!.map(({ parameter, after }) => [parameter, after])),
  );
  await db.pool.query(`update twilio_connections set claimed_at = now() - interval '2 minutes'`);
  await carryOut();
  expect(await findConnection(unscoped(db), id)).toMatchObject({ error: null, settledAt: expect.any(Date) });
  await change('disconnect');
  expect(await firstOf('numbers')).toMatchObject(THEIRS);
});

test.each([
  ['+16175550100', 'The account has no number +16175550100.'],
  [`AP${'f'.repeat(32)}`, `The account has no application AP${'f'.repeat(32)}.`],
])('%s is not in the account', async (target, error) => {
  expect(await change('connect', target)).toMatchObject({ error, changes: null });
});

test('without an account, and with credentials that are refused, the reason is said', async () => {
  const request = {
    action: 'connect',
    target: OWNED,
    voicePath: '/voice',
    isDryRun: false,
    requestedBy: 'grace',
  } as const;
  const { id } = await requestConnection(unscoped(db), request);
  await connectOnRequestOf(() => undefined)();
  expect(await findConnection(unscoped(db), id)).toMatchObject({
    error: expect.stringContaining('TWILIO_ACCOUNT_SID'),
  });
  await control.send('PUT', 'rest-faults', { revoked: true });
  const refused = await change('connect');
  await control.send('PUT', 'rest-faults', { revoked: false });
  expect(refused).toMatchObject({ error: expect.stringContaining('401'), changes: null });
});
