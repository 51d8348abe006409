import { expect, test } from '@jest/globals';
import { pinnedSession } from './postgres-session.ts';

const URL_OF_OWNER = 'postgresql://owner:p%40ss@db.example:5432/trunkline';

test('a value with spaces is one option', () => {
  const { options } = pinnedSession(URL_OF_OWNER);
  expect(options).toContain('-c default_transaction_isolation=read\\ committed');
  expect(options).toContain('-c DateStyle=ISO,\\ MDY');
});

test('settings of a process come in addition, or instead', () => {
  const { settings } = pinnedSession(URL_OF_OWNER, { enable_seqscan: 'off', synchronous_commit: 'off' });
  expect(settings).toMatchObject({ TimeZone: 'UTC', enable_seqscan: 'off', synchronous_commit: 'off' });
});

test('options of the URL are kept, and ours come after them', () => {
  const { connectionString, options } = pinnedSession(
    `${URL_OF_OWNER}?sslmode=require&options=-c%20statement_timeout%3D9000%20-c%20timezone%3DAsia%2FTokyo`,
  );
  expect(connectionString).toBe(`${URL_OF_OWNER}?sslmode=require`);
  expect(options).toMatch(/^-c statement_timeout=9000 -c timezone=Asia\/Tokyo -c .*TimeZone=UTC/);
});

test.each([URL_OF_OWNER, '/var/run/postgresql trunkline', 'postgresql://%2Fvar%2Frun%2Fpostgresql/trunkline'])(
  'an address without options stays as it is: %s',
  (url) => expect(pinnedSession(url).connectionString).toBe(url),
);
