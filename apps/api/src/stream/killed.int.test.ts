import { afterAll, expect, test } from '@jest/globals';
import { openEventClient } from '../../../../test/support/api/event-client.ts';
import { openTestDatabase } from '../../../../test/support/db/inbox.ts';
import { createPerson } from '../../../../test/support/db/people.ts';
import { asApiRole } from '../../../../test/support/db/as-login.ts';
import { applyPending, storeAndApply } from '../../../../test/support/db/store-and-apply.ts';
import { eventually } from '../../../../test/support/eventually.ts';
import { startApp } from '../../../../test/support/processes/processes.ts';
import { callbackToStore, callSid, progress } from '../../../../test/support/twilio/callbacks.ts';

const { DATABASE_URL = '' } = process.env;
const opened = new AsyncDisposableStack();
const db = opened.use(openTestDatabase());
afterAll(() => opened.disposeAsync());

type Follower = Disposable & { ids: number[]; sids: string[] };

/** Follows a stream as `EventSource` does: reconnects with the last id until it is disposed of. */
function follow(url: string, headers: Record<string, string>): Follower {
  const ids: number[] = [];
  const sids: string[] = [];
  const ending = new AbortController();
  let last: number | undefined;
  const run = async (): Promise<void> => {
    while (!ending.signal.aborted) {
      const resume = last === undefined ? {} : { 'last-event-id': `${last}` };
      await eventually(
        async () => {
          using client = await openEventClient(url, {
            headers: { ...headers, ...resume },
            onFrame({ id, name, data }) {
              last = id ?? last;
              if (id === null || !name.startsWith('call.')) return;
              ids.push(id);
              sids.push(String(data['callSid']));
            },
          });
          const ended = new Promise<void>((resolve) => ending.signal.addEventListener('abort', () => resolve()));
          await Promise.race([client.closed, ended]);
        },
        { timeoutMs: 90_000, signal: ending.signal },
      ).catch(() => {});
    }
  };
  void run();
  return { ids, sids, [Symbol.dispose]: () => ending.abort() };
}

const ring = (n: number) => storeAndApply(db, [callbackToStore(progress(callSid(n), 'ringing', 1))]);

test('clients of an API that is killed resume, and each has every event once and in order', async () => {
  const { headers } = await createPerson(db, 'monitor');
  await using api = await startApp('api', {
    env: { DATABASE_URL: asApiRole(DATABASE_URL), LOG_LEVEL: 'warn' },
    healthyWithinMs: 120_000,
  });
  const clients = Array.from({ length: 10 }, () => follow(`${api.url}/events/calls`, headers));
  const all = (count: number) =>
    eventually(() => {
      for (const { sids } of clients) expect(new Set(sids).size).toBe(count);
    });
  await eventually(async () => {
    const stats = await (await fetch(`${api.url}/events/stats`, { headers })).json();
    expect(stats).toMatchObject({ connected_clients: 10 });
  });
  for (const n of [1, 2, 3]) await ring(n);
  await all(3);
  await api.kill('SIGKILL');
  for (const n of [4, 5, 6]) await ring(n);
  await api.restart();
  for (const n of [7, 8]) await ring(n);
  await applyPending(db);
  await all(8);
  for (const { ids, sids } of clients) {
    expect(ids).toEqual([...new Set(ids)].toSorted((a, b) => a - b));
    expect(sids).toEqual(clients[0]!.sids);
  }
  for (const client of clients) client[Symbol.dispose]();
});
