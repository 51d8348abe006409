import { expect, test } from '@jest/globals';
import {
  TwilioCredentialsError,
  TwilioRequestError,
  TwilioUnavailableError,
  type TwilioRest,
} from '@trunkline/twilio/rest';
import { silentLog } from '../../../test/support/silent-log.ts';
import { openPause, pauseMsAfter } from './pause.ts';

const asked = { method: 'GET', path: '/Calls.json' };
const refused = (status: number, code: number) =>
  new TwilioCredentialsError(asked, { status, code }, 'TWILIO_AUTH_TOKEN');
const credentials = refused(401, 20003);
const tooMany = (retryAfterMs?: number) => new TwilioRequestError(asked, { status: 429, code: 20429, retryAfterMs });
const MINUTE_MS = 60_000;

test.each([
  ['refused credentials', credentials, 1, MINUTE_MS],
  ['credentials refused for the third time', credentials, 3, 4 * MINUTE_MS],
  ['credentials refused for hours', credentials, 30, 15 * MINUTE_MS],
  ['one resource refused', refused(403, 20403), 1, undefined],
  ['an account that is not active', refused(403, 20005), 1, MINUTE_MS],
  ['too many requests', tooMany(), 1, MINUTE_MS],
  ['too many requests, come back in two seconds', tooMany(2000), 1, MINUTE_MS],
  ['too many requests, come back in five minutes', tooMany(5 * MINUTE_MS), 1, 5 * MINUTE_MS],
  ['too many requests, come back tomorrow', tooMany(86_400_000), 1, 60 * MINUTE_MS],
  ['a server that is down', new TwilioUnavailableError(new Date()), 1, undefined],
  ['an unknown call', new TwilioRequestError(asked, { status: 404, code: 20404 }), 1, undefined],
])('the pause after %s', (_what, error, failures, expected) => expect(pauseMsAfter(error, failures)).toBe(expected));

test('while it lasts nothing runs, and the first success ends the row of failures', async () => {
  let now = 0;
  let runs = 0;
  const usage = () => ({ requests: runs }) as ReturnType<TwilioRest['usage']>;
  const pause = openPause({ clock: { now: () => new Date(now) }, log: silentLog, usage });
  const work = (error?: Error) => async () => {
    runs += 1;
    if (error) throw error;
  };
  await expect(pause.run(work(credentials))).rejects.toBe(credentials);
  expect(pause.state()).toEqual({ until: new Date(MINUTE_MS), error: expect.stringContaining('TWILIO_AUTH_TOKEN') });
  pause.note(credentials); // of a request that was in flight
  await pause.run(work());
  expect(runs).toBe(1);
  now = MINUTE_MS;
  await expect(pause.run(work(credentials))).rejects.toBe(credentials);
  expect(pause.state()?.until).toEqual(new Date(3 * MINUTE_MS));
  now = 3 * MINUTE_MS;
  await pause.run(async () => {}); // asks nothing, and so proves nothing
  await pause.run(work());
  expect([runs, pause.state()]).toEqual([3, undefined]);
  await expect(pause.run(work(credentials))).rejects.toBe(credentials);
  expect(pause.state()?.until).toEqual(new Date(4 * MINUTE_MS));
});
