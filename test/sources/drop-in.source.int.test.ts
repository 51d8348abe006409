/** Every path and every relation that the replaced systems' clients and SQL use. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { withActor } from '@trunkline/db/connection';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { openSourceSystem, type SourceSystem } from '../support/api/source-system.ts';
import { SOURCES } from './drop-in.ts';

let system: SourceSystem;
beforeAll(async () => void (system = await openSourceSystem()));
afterAll(async () => system?.[Symbol.asyncDispose]());

const PAGE = readFileSync(new URL('../../docs/compatibility.md', import.meta.url), 'utf8');
const sources = Object.entries(SOURCES);
const paths = (port: 'ingest' | 'api') =>
  sources.flatMap(([source, dropIn]) => dropIn[port].map((line) => [source, line] as const));
const relations = sources.flatMap(([source, dropIn]) =>
  Object.entries(dropIn.relations).map(([relation, columns]) => [source, relation, columns] as const),
);

/** The status and the beginning of the answer: a stream does not end. */
function ask(origin: string, line: string): Promise<{ status: number; start: string }> {
  const [method, path] = line.split(' ') as [string, string];
  const target = path.replace('{uuid}', '99999999-0000-4000-8000-000000000000').replace(/\{\w+\}/, '999999999');
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; start: string }>();
  const headers = {
    'content-type': path.startsWith('/webhooks') ? FORM : method === 'POST' && !isApi(origin) ? FORM : JSON_TYPE,
  };
  const outgoing = request(origin + target, { method, headers, agent: false }, (response) => {
    response.once('data', (chunk: Buffer) => {
      resolve({ status: response.statusCode ?? 0, start: chunk.toString() });
      response.destroy();
    });
    response.once('end', () => resolve({ status: response.statusCode ?? 0, start: '' }));
  });
  outgoing.once('error', reject);
  outgoing.end(method === 'POST' ? (isApi(origin) ? '{}' : 'CallSid=CA1') : undefined);
  return promise;
}
const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';
const isApi = (origin: string): boolean => origin === system.api.url;

describe('ingest', () => {
  test.each(paths('ingest'))('%s: %s is a path of ours, with and without a slash at its end', async (_, line) => {
    const isWebhook = !line.endsWith('/webhook-test/') && !line.endsWith('/health');
    for (const form of [line, line.endsWith('/') ? line.slice(0, -1) : `${line}/`]) {
      const { status } = await ask(system.ingestUrl, form);
      expect([form, status]).toEqual([form, isWebhook ? 403 : 200]); // a webhook without a signature is refused
    }
  });
});

describe('api', () => {
  const QUICK = paths('api').filter(([, line]) => !line.includes('/api/sync/')); // these wait for a scan: call-inbox.source
  test.each(QUICK)('%s: %s is an endpoint', async (_, line) => {
    const { status, start } = await ask(system.api.url, line);
    expect(start).not.toContain('is not an endpoint');
    expect([200, 202, 400, 404, 409, 422]).toContain(status);
  });
});

describe('SQL', () => {
  test.each(relations)('%s: %s has its columns', async (_, relation, columns) => {
    const sql = `select ${columns} from ${relation} order by ${columns.split(',')[0]} limit 1`;
    expect((await system.db.pool.query(sql)).fields.map(({ name }) => name).join(', ')).toBe(columns);
    await withActor(system.db, { id: null, role: 'admin' }, (tx) => tx.query(sql));
  });

  test('a recording in progress is found by the status of calls and emergency', async () => {
    const { rows } = await system.db.pool.query(
      `insert into call_recordings (recording_sid, status, announced_at, updated_at) values ('RE-drop-in', 'in-progress', now(), now())
      returning recording_sid, status`,
    );
    expect(rows).toEqual([{ recording_sid: 'RE-drop-in', status: 'in_progress' }]);
    const found = await system.db.pool.query(`select recording_sid from call_recordings where status = 'in_progress'`);
    expect(found.rows).toContainEqual({ recording_sid: 'RE-drop-in' });
  });
});

test.each(sources)(
  'docs/compatibility.md lists what is drop-in of: %s',
  (source, { ingest, api, relations: tables }) => {
    const section = PAGE.split('\n## ').find((text) => text.startsWith(source)) ?? '';
    const named = [...ingest, ...api].map((line) => line.split(' ')[1]!);
    const missing = [...named, ...Object.keys(tables)].filter((name) => !section.includes(`\`${name}\``));
    expect(missing.filter((name) => name !== '/health')).toEqual([]);
    expect(section).toContain('differs on purpose');
  },
);
