import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { z } from 'zod';
import { checkEnv, EnvError, readEnv } from './env.ts';

const folder = mkdtempSync(join(tmpdir(), 'trunkline-env-'));
const file = join(folder, 'secret');
writeFileSync(file, 'from-the-file\n');
afterAll(() => rmSync(folder, { recursive: true }));

const secretOf = (env: Record<string, string>) => readEnv(z.object({ SECRET: z.string().optional() }), env).SECRET;

test('a file holds the value of a variable that is not set, or empty as compose leaves it', () => {
  expect(secretOf({ SECRET_FILE: file })).toBe('from-the-file');
  expect(secretOf({ SECRET: '', SECRET_FILE: file })).toBe('from-the-file');
  expect(secretOf({ SECRET: 'its-own', SECRET_FILE: file })).toBe('its-own');
});

test('a file that cannot be read is an error of the environment', () => {
  expect(() => secretOf({ SECRET_FILE: join(folder, 'none') })).toThrow('SECRET_FILE names a file that cannot be read');
});

const checked = checkEnv(
  z.object({
    URL: z.url().describe('the place'),
    SECRET: z.string().min(8).optional(),
    PORT: z.coerce.number().default(1),
  }),
  ({ URL, SECRET }, context) => {
    if (SECRET === undefined) context.addIssue({ code: 'custom', path: ['SECRET'], message: 'is needed' });
    if (new globalThis.URL(URL).protocol === 'http:')
      context.addIssue({ code: 'custom', path: ['URL'], message: 'must be https' });
  },
);
const faultsOf = (env: Record<string, string>): string[] => {
  try {
    readEnv(checked, env);
    return [];
  } catch (error) {
    expect(error).toBeInstanceOf(EnvError);
    return (error as EnvError).message.split('\n').slice(1, -1);
  }
};

test.each<[Record<string, string>, string[]]>([
  [{ URL: 'https://x', SECRET: '12345678' }, []],
  [{}, ['  URL is missing: the place', '  SECRET is needed']],
  [{ URL: 'http://x' }, ['  SECRET is needed', '  URL must be https']],
  [
    { URL: 'x', PORT: 'y', SECRET: '12345678' },
    ['  URL must be a URL', '  PORT is not valid: expected number, received NaN'],
  ],
])('every mistake of %j is reported at once, with the variable first', (env, faults) => {
  expect(faultsOf(env)).toEqual(faults);
});

test('the value of a variable is in no message', () => {
  expect(faultsOf({ URL: 'https://x', SECRET: 'hunter2' }).join()).not.toContain('hunter2');
});
