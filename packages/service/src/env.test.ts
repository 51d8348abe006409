import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { z } from 'zod';
import { readEnv } from './env.ts';

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
