import { describe, expect, test } from '@jest/globals';
import { readEnv } from '@trunkline/service';
import { apiEnv } from './config.ts';

const PRODUCTION = {
  NODE_ENV: 'production',
  DATABASE_URL: `postgresql://trunkline_api:${'x'.repeat(16)}@localhost/not-used`,
  SIGNED_URL_SECRET: 's'.repeat(32),
};
const read = (env: Record<string, string>) => readEnv(apiEnv, env);

describe('in production a secret has at least 16 characters', () => {
  test.each(['BOARD_PASSWORD', 'API_KEYS'])('%s', (name) => {
    expect(() => read({ ...PRODUCTION, [name]: 'x'.repeat(15) })).toThrow(/at least 16 characters[^]*openssl rand/);
    expect(() => read({ ...PRODUCTION, [name]: 'x'.repeat(15) })).toThrow(name);
    expect(() => read({ ...PRODUCTION, [name]: 'x'.repeat(16) })).not.toThrow();
    expect(() => read({ ...PRODUCTION, NODE_ENV: 'development', [name]: 'x' })).not.toThrow();
  });

  test.each(['', ':@', `:${'x'.repeat(15)}@`])(
    'the password in DATABASE_URL, from which signatures are made',
    (login) => {
      const env = { ...PRODUCTION, DATABASE_URL: `postgresql://trunkline_api${login || '@'}localhost/not-used` };
      expect(() => read(env)).toThrow(/its password must have at least 16 characters/);
      expect(() => read({ ...env, NODE_ENV: 'development' })).not.toThrow();
    },
  );

  test('each key of a list', () => {
    expect(() => read({ ...PRODUCTION, API_KEYS: `${'x'.repeat(40)},short` })).toThrow('API_KEYS');
  });
});

test('tokens are valid for a day at most by default, and for some time in any case', () => {
  expect(read(PRODUCTION).JWT_MAX_AGE_HOURS).toBe(24);
  for (const hours of ['0', '-1', 'Infinity', '10000', 'day'])
    expect(() => read({ ...PRODUCTION, JWT_MAX_AGE_HOURS: hours })).toThrow('JWT_MAX_AGE_HOURS');
});

test('TRUSTED_PROXIES is read, and a mistake names the remedy', () => {
  expect([...read({ ...PRODUCTION, TRUSTED_PROXIES: '10.0.0.0/8,::1' }).TRUSTED_PROXIES]).toEqual([
    '10.0.0.0/8',
    '::1',
  ]);
  expect(() => read({ ...PRODUCTION, TRUSTED_PROXIES: '0.0.0.0/0' })).toThrow(/List the addresses of your proxies/);
});
