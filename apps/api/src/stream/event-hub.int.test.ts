import { afterAll, expect, test } from '@jest/globals';
import { openHttpServer } from '@trunkline/service';
import express from 'express';
import type { AddressInfo } from 'node:net';
import { openEventClient } from '../../../../test/support/api/event-client.ts';
import { eventually } from '../../../../test/support/eventually.ts';
import { openTestDatabase } from '../../../../test/support/db/inbox.ts';
import { silentLog } from '../../../../test/support/silent-log.ts';
import { setIdentity } from '../http/principal.ts';
import { serveRoute } from '../http/serve-route.ts';
import { principalBySettings } from '../identity/verify-credential.ts';
import { createEventHub } from './event-hub.ts';
import { eventRoutes } from './event-routes.ts';

const opened = new AsyncDisposableStack();
const db = opened.use(openTestDatabase());
const hub = createEventHub({ db, log: silentLog, keepAliveMs: 5 });
const app = express().use((_request, response, next) => {
  setIdentity(response, { principal: principalBySettings('operator', 'superadmin') });
  next();
});
for (const route of eventRoutes(hub)) app.get(route.path, ...serveRoute({ db }, route));
const server = opened.use(await openHttpServer(app, { HOST: '127.0.0.1', PORT: 0 }));
opened.use(hub.start());
afterAll(() => opened.disposeAsync());
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/events/calls`;

const TELL = `
  with c as (insert into calls (call_sid, status, version, created_at, updated_at) values ($1, 'queued', 0, now(), now()) returning id)
  select tell_stream('call.created', 'call', $1, id) from c`;
/** The last number, once every event has one. */
const LAST = 'select case when bool_and(seq is not null) then max(seq)::int end as seq from stream_events';
const last = async () => (await db.pool.query<{ seq: number }>(LAST)).rows[0]!.seq;

test('a keepalive advances the id of a client whose filter matches no event', async () => {
  using client = await openEventClient(`${url}?events=siren.*`);
  await db.pool.query(TELL, ['CA1']);
  await eventually(async () => {
    const alive = client.frames.findLast(({ name }) => name === 'keepalive');
    expect(alive?.id).toBe(await last());
  });
  expect(client.frames.map(({ name }) => name)).not.toContain('call.created');
});

test('a resuming client receives nothing before connected, and its ids never fall', async () => {
  for (const sid of ['CA11', 'CA12']) await db.pool.query(TELL, [sid]);
  await eventually(async () => expect(hub.stats().lastSeq).toBe(await last()));
  const from = (await last()) - 1;
  const clients = await Promise.all(Array.from({ length: 15 }, () => openEventClient(`${url}?last_event_id=${from}`)));
  for (const client of clients) {
    using back = client;
    await eventually(() => expect(back.frames.map(({ name }) => name)).toContain('call.created'));
    expect(back.frames[0]).toMatchObject({ name: 'connected', id: from });
    expect(back.frames.every(({ id }) => id === null || id >= from)).toBe(true);
  }
});

test('after a restore, when numbers are given again, clients are reset and receive the next events', async () => {
  using client = await openEventClient(url);
  for (const sid of ['CA2', 'CA3']) await db.pool.query(TELL, [sid]);
  await eventually(() => expect(client.frames.filter(({ name }) => name === 'call.created')).toHaveLength(2));
  await db.pool.query(`truncate stream_events; alter sequence stream_seq restart`);
  await eventually(() =>
    expect(client.frames.at(-1)).toMatchObject({ name: expect.stringMatching(/reset|alive/), id: 0 }),
  );
  await db.pool.query(TELL, ['CA4']);
  await eventually(() =>
    expect(client.frames.findLast(({ name }) => name === 'call.created')).toMatchObject({
      id: 1,
      data: { callSid: 'CA4' },
    }),
  );
  expect(client.frames.map(({ name }) => name)).toContain('stream.reset');
});
