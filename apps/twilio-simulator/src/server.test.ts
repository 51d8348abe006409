import { expect, test } from '@jest/globals';
import { demoAccount } from './account.ts';
import { PortInUseError, startServer } from './server.ts';
import { createSimulator } from './simulator.ts';
import { bridge, startReceiver } from './test-receiver.ts';

const credentials = { authorization: `Basic ${btoa(`${demoAccount.sid}:${demoAccount.authToken}`)}` };

interface Json {
  done: boolean;
  next_page_uri: string;
  deliveries: readonly Record<string, unknown>[];
  calls: readonly Truth[];
}

interface Truth {
  n: number;
  scenario: string;
  sid: string;
  duration: string;
  price: string | null;
  phone_number_sid: string;
  delivered: { status: string; call_duration: number };
}

async function start() {
  const stack = new AsyncDisposableStack();
  const receiver = stack.use(await startReceiver(bridge));
  const settings = { account: demoAccount, target: receiver.url, publicUrl: receiver.url, overrides: '' };
  const simulator = stack.adopt(createSimulator(settings), (opened) => opened.close());
  const { url } = stack.use(await startServer(simulator, 0));
  const get = async (path: string, headers: Record<string, string> = credentials) => {
    const response = await fetch(url + path, { headers });
    return { status: response.status, body: (await response.json()) as Json };
  };
  const post = async (path: string, body: object = {}) => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) });
    return { status: response.status, body: await response.json() };
  };
  const playAll = async (load: object) => {
    const started = await post('/simulator/load', { rate: 2000, speed: 1e6, seed: 3, ...load });
    while (!(await get('/simulator/stats')).body.done) await new Promise(setImmediate);
    return started;
  };
  return { get, post, playAll, url, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

const calls = `/2010-04-01/Accounts/${demoAccount.sid}/Calls`;

test('a load is played on demand and every delivery can be read afterwards', async () => {
  await using api = await start();
  expect(await api.get('/health')).toEqual({ status: 200, body: { status: 'healthy' } });
  expect(await api.playAll({ calls: 5, scenarios: ['busy'] })).toEqual({ status: 202, body: { id: 1, seed: 3 } });
  const { body } = await api.get('/simulator/deliveries?after=0&limit=10');
  expect(body).toMatchObject({ next: 10, oldest: 1 });
  expect(body.deliveries[0]).toMatchObject({
    n: 1,
    kind: 'status',
    acked: true,
    dropped: false,
    faults: [],
    attempts: [{ status: 204 }],
  });
  expect((await api.get('/simulator/deliveries?after=10')).body).toMatchObject({ next: 15 });
  expect((await api.get('/simulator/stats')).body).toMatchObject({
    calls: 5,
    callbacks_planned: 15,
    callbacks_acked: 15,
    done: true,
  });
  expect((await api.post('/simulator/stop')).status).toBe(200);
});

test('the truth of a call is the same by control API and by REST', async () => {
  await using api = await start();
  await api.playAll({ calls: 3, scenarios: ['answered'] });
  const { body } = await api.get('/simulator/calls');
  const [truth] = body.calls as [Truth];
  const { n, scenario, delivered, price: _later, ...resource } = truth;
  expect({ n, scenario, status: delivered.status }).toEqual({ n: 1, scenario: 'answered', status: 'completed' });
  expect(String(delivered.call_duration)).toBe(truth.duration);
  expect((await api.get(`${calls}/${truth.sid}.json`)).body).toMatchObject(resource);
  expect(truth.phone_number_sid).toMatch(/^PN\d{32}$/);
});

test('REST lists calls page by page', async () => {
  await using api = await start();
  await api.playAll({ calls: 5, scenarios: ['failed'] });
  const first = await api.get(`${calls}.json?PageSize=3&Status=failed`);
  const second = await api.get(first.body.next_page_uri);
  const sids = [...first.body.calls, ...second.body.calls].map(({ sid }) => sid);
  expect(new Set(sids).size).toBe(5);
  expect(second.body.next_page_uri).toBeNull();
});

test('REST refuses wrong credentials and unknown calls as Twilio does', async () => {
  await using api = await start();
  expect(await api.get(`${calls}.json`, { authorization: 'Basic d3Jvbmc6dG9rZW4=' })).toMatchObject({
    status: 401,
    body: { code: 20003, status: 401 },
  });
  expect(await api.get(`${calls}/CA${'0'.repeat(32)}.json`)).toEqual({
    status: 404,
    body: {
      code: 20404,
      message: `The requested resource ${calls}/CA${'0'.repeat(32)}.json was not found`,
      more_info: 'https://www.twilio.com/docs/errors/20404',
      status: 404,
    },
  });
});

test('a load that makes no sense is refused with the reason', async () => {
  await using api = await start();
  expect(await api.post('/simulator/load', { drop: 2 })).toEqual({
    status: 400,
    body: { error: 'drop must be a number from 0 to 1, not 2' },
  });
});

test('an occupied port is named together with the option that changes it', async () => {
  await using api = await start();
  const settings = { account: demoAccount, target: api.url, publicUrl: api.url, overrides: '' };
  const port = Number(new URL(api.url).port);
  const starting = startServer(createSimulator(settings), port);
  await expect(starting).rejects.toThrow(
    new PortInUseError(`port ${port} is already in use; choose another one with --port`),
  );
});
