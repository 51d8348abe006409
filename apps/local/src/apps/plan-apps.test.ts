import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { listComposeVariables, readComposeFile } from '../../../../test/support/compose/compose-file.ts';
import { CHECKOUT } from '../checkout.ts';
import { readEnv } from '@trunkline/service';
import { localEnv, toConfig } from '../config.ts';
import { DEMO_POSTGRES } from '../postgres/demo-settings.ts';
import { kept } from '../screen/live-summary.ts';
import { appEnv, memoryFlags, planSimulator } from './plan-apps.ts';

const { services } = readComposeFile(Object.fromEntries(listComposeVariables().map(({ name }) => [name, '1'])));
const [, ofImage = ''] = /NODE_OPTIONS=(\S+)/.exec(readFileSync(join(CHECKOUT, 'Dockerfile'), 'utf8'))!;
const apps = Object.entries(services).flatMap(([name, { command }]) =>
  command?.at(-1) === `apps/${name}/src/main.ts` ? [[name, command.slice(1, -1)] as const] : [],
);

test.each(apps)('npm start gives %s the memory flags of its container', (name, ofCommand) => {
  expect(memoryFlags(name)).toEqual(ofCommand.length > 0 ? ofCommand : [ofImage]);
});

const REAL = { TWILIO_ACCOUNT_SID: `AC${'1'.repeat(32)}`, TWILIO_AUTH_TOKEN: 'secret' };
const retentionOf = (given: NodeJS.ProcessEnv) => appEnv(toConfig(readEnv(localEnv, given)))['DEMO_RETENTION_MINUTES'];

test('only what is simulated is kept for minutes; calls of a real account stay', () => {
  expect(retentionOf({})).toBe('10');
  expect(retentionOf({ DEMO_RETENTION_MINUTES: '0' })).toBe('0');
  expect(retentionOf(REAL)).toBe('0');
  expect(retentionOf({ ...REAL, DEMO_RETENTION_MINUTES: '10' })).toBe('0');
});

test('a demo writes little, in real time: few talks, little WAL, and it says what is kept', () => {
  const config = toConfig(readEnv(localEnv, {}));
  const { args } = planSimulator(config, 'callers.txt');
  const valueOf = (flag: string) => Number(args[args.indexOf(flag) + 1]);
  expect(valueOf('--longest-talk') * valueOf('--rate')).toBeLessThanOrEqual(300); // recordings are most of its bytes
  expect(valueOf('--speed')).toBe(1); // a faster call would seem late, in proportion
  expect(parseInt(DEMO_POSTGRES.max_wal_size, 10)).toBeLessThanOrEqual(64);
  expect(kept(config)).toContain('10 minutes of calls and recordings');
  expect(kept({ DEMO_RETENTION_MINUTES: 0 })).toContain('the disk fills');
});
