import { expect, test } from '@jest/globals';
import { metrics, readEnv, type Logger } from '@trunkline/service';
import type { CapUse } from '@trunkline/telephony/dialing';
import { z } from 'zod';
import { dialCapsEnv, dialNumberEnv, numberRuleOf, trialNumbersEnv } from './dial-env.ts';
import { openDialGuard } from './dial-guard.ts';

const env = z.object({ ...dialCapsEnv, ...dialNumberEnv, ...trialNumbersEnv });
const read = (given: Record<string, string>) => ({
  ...readEnv(env, given),
  OWNED_PHONE_NUMBERS: new Set(['+4930901820']),
  DEFAULT_COUNTRY: 'US',
});

test('by default the countries of the own numbers and the default one are called, and nine caps are on', () => {
  const config = read({});
  const refusalOf = numberRuleOf(config);
  expect(['+4915112345678', '+15085140320', '+33612345678'].map((number) => refusalOf(number)?.rule)).toEqual([
    undefined,
    undefined,
    'country',
  ]);
  expect(openDialGuard(config, {} as Logger).caps).toHaveLength(9);
});

test('countries that are given replace the default ones', () => {
  const refusalOf = numberRuleOf(read({ DIAL_COUNTRIES: 'FR, CH' }));
  expect([refusalOf('+33612345678')?.rule, refusalOf('+15085140320')?.rule]).toEqual([undefined, 'country']);
});

test.each([
  { DIAL_COUNTRIES: 'fr' },
  { DIAL_COUNTRIES: 'US;CA' },
  { DIAL_COUNTRIES: 'US,XX' },
  { DIAL_ALLOWED_NUMBERS: '5085140320' },
  { DIAL_CAP_ACTOR: '5' },
  { DIAL_CAP_ACCOUNT: 'none' },
  { WHITELISTED_NUMBERS: '+15085140320' },
])('a wrong setting is refused at the start, by its name: %j', (given) => {
  expect(() => read(given)).toThrow(Object.keys(given)[0]!);
});

test('a cap that is near or reached is counted each time and logged once, without a label that grows', async () => {
  const lines: object[] = [];
  const log = { warn: (fields: object) => void lines.push(fields) } as unknown as Logger;
  const guard = openDialGuard(read({}), log);
  const use = (used: number): CapUse => ({ subject: 'actor', window: 'hour', most: 100, used, wanted: 1 });
  for (const used of [10, 79, 80, 99, 100]) guard.report(use(used), { actor: 'operator', campaign: null });
  guard.report(use(90), { actor: 'application', campaign: null });
  const cap = { cap: 'actor-per-hour', setting: 'DIAL_CAP_ACTOR', most: 100 };
  expect(lines).toEqual([
    { ...cap, event: 'dial_cap_near', used: 79, actor: 'operator' },
    { ...cap, event: 'dial_cap_reached', used: 100, actor: 'operator' },
    { ...cap, event: 'dial_cap_near', used: 90, actor: 'application' },
  ]);
  const text = await metrics.registry.getSingleMetricAsString('trunkline_dial_caps_total');
  expect(text).toContain('{cap="actor-per-hour",state="near"} 4');
  expect(text).toContain('{cap="actor-per-hour",state="reached"} 1');
});
