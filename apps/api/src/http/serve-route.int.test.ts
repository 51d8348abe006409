import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Actor } from '@trunkline/access';
import { openDatabase, type Database } from '@trunkline/db/connection';
import { openHttpServer } from '@trunkline/service';
import express from 'express';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { silentLog } from '../../../../test/support/silent-log.ts';
import { asApiRole } from '../../../../test/support/db/as-login.ts';
import { answerProblems } from './answer-problems.ts';
import { ALL_SCOPES, ANONYMOUS, setIdentity } from './principal.ts';
import { route } from './route.ts';
import { serveRoute } from './serve-route.ts';

const [CLIENT, OTHER] = ['11111111-0000-4000-8000-000000000000', '22222222-0000-4000-8000-000000000000'];
let db: Database;
let url: string;
let actor: Actor | undefined;
const opened = new AsyncDisposableStack();

const answers = { 200: z.object({ id: z.string() }) };
const about = {
  operationId: 'testRoute',
  method: 'post',
  tag: 'Documentation',
  summary: 'A test',
  description: 'A test',
  answers,
} as const;
const ROUTES = [
  route({ ...about, path: '/staff', permission: 'inbox.replay', body: z.strictObject({}) }, async () => ({ json: {} })),
  // checks neither whether the order is the actor's nor whether the role may write at all
  route(
    { ...about, path: '/careless/:order', permission: 'calls.schedule', params: { order: z.string() } },
    async ({ change, params }) => ({
      json: await change({ event: 'test', entity: 'test' }, async (tx) => {
        const sql = `insert into calls (status, order_id) values ('scheduled', $1)`;
        return { inserted: (await tx.query(sql, [params.order])).rowCount };
      }),
    }),
  ),
  route({ ...about, path: '/forgotten', permission: 'calls.read' }, async ({ read }) => ({
    json: await read(async (tx) => (await tx.query('select id from twilio_webhook_inbox')).rows),
  })),
];

beforeAll(async () => {
  const { DATABASE_URL } = process.env as { DATABASE_URL: string };
  const owners = opened.use(openDatabase(DATABASE_URL, 'test'));
  await owners.pool.query(`insert into profiles (id, name, role) values ($1, 'a', 'client'), ($2, 'b', 'client')`, [
    CLIENT,
    OTHER,
  ]);
  await owners.pool.query('insert into orders (id, client_id) overriding system value values (1, $1), (2, $2)', [
    CLIENT,
    OTHER,
  ]);
  db = opened.use(openDatabase(asApiRole(DATABASE_URL), 'test'));
  const app = express().use((_request, response, next) => {
    if (actor) setIdentity(response, { principal: { ...ANONYMOUS, actor, scopes: ALL_SCOPES } });
    response.set('X-Request-Id', 'req_1');
    next();
  });
  for (const each of ROUTES) app[each.method](each.path, ...serveRoute({ db }, each));
  const server = opened.use(await openHttpServer(app.use(answerProblems(silentLog)), { HOST: '127.0.0.1', PORT: 0 }));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => opened.disposeAsync());

async function post(path: string, as: Actor | undefined, body?: string) {
  actor = as;
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${url}${path}`, { method: 'POST', headers, ...(body && { body }) });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}
const client: Actor = { id: CLIENT, role: 'client' };
const NO_PERMISSION = expect.stringMatching(/^Your role does not have this permission\./) as unknown as string;

describe('permission is checked before the body is read', () => {
  test.each(['{}', '{"unknown": 1}', 'not JSON', '"'.repeat(20_000)])('an anonymous body %.20s', async (body) => {
    expect(await post('/staff', undefined, body)).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
  });

  test.each(['{}', '{"unknown": 1}', 'not JSON'])('a body %s of a role without the permission', async (body) => {
    const forbidden = { status: 403, body: { code: 'forbidden', detail: NO_PERMISSION } };
    expect(await post('/staff', client, body)).toMatchObject(forbidden);
  });

  test('a role with the permission learns what is wrong with its body', async () => {
    expect(await post('/staff', { id: null, role: 'admin' }, 'not JSON')).toMatchObject({ status: 400 });
    expect(await post('/staff', { id: null, role: 'admin' }, '{"unknown": 1}')).toMatchObject({ status: 422 });
  });
});

describe('Postgres refuses what our own code does not check', () => {
  test('a row of another actor is not found, exactly like one that does not exist', async () => {
    expect(await post('/careless/1', client)).toMatchObject({ status: 200, body: { inserted: 1 } });
    const [others, absent] = [await post('/careless/2', client), await post('/careless/999', client)];
    expect(others).toMatchObject({ status: 404, body: { code: 'not_found' } });
    expect({ ...others.body, instance: '' }).toEqual({ ...absent.body, instance: '' });
  });

  test('a table without a grant for the role is forbidden', async () => {
    const forbidden = { status: 403, body: { code: 'forbidden', detail: NO_PERMISSION } };
    expect(await post('/forgotten', client)).toMatchObject(forbidden);
  });
});
