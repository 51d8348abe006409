import { demoAccount } from '../src/account.ts';
import { startServer } from '../src/server.ts';
import { createSimulator, type SimulatorSettings } from '../src/simulator.ts';
import { type Answer, bridge, type Received, startReceiver } from './receiver.ts';

const credentials = { authorization: `Basic ${btoa(`${demoAccount.sid}:${demoAccount.authToken}`)}` };

export const accountPath = `/2010-04-01/Accounts/${demoAccount.sid}`;

type TestSettings = Partial<SimulatorSettings> & { answer?: (received: Received, count: number) => Answer };

/** A simulator with its server and a receiver, for tests over HTTP. */
export async function startTestServer({ answer = bridge, ...settings }: TestSettings = {}) {
  const stack = new AsyncDisposableStack();
  const receiver = stack.use(await startReceiver(answer));
  const addresses = { target: receiver.url, publicUrl: receiver.url, overrides: '' };
  const opened = createSimulator({ account: demoAccount, ...addresses, ...settings });
  const simulator = stack.adopt(opened, (each) => each.close());
  const { url } = stack.use(await startServer(simulator, 0));

  const read = async (response: Response) => ({ status: response.status, body: await response.json() });
  const get = async (path: string, headers: Record<string, string> = credentials) =>
    read(await fetch(url + path, { headers }));
  const send =
    (method: 'POST' | 'PUT') =>
    async (path: string, body: object = {}) => {
      const headers = { 'content-type': 'application/json', ...credentials };
      return read(await fetch(url + path, { method, headers, body: JSON.stringify(body) }));
    };
  const post = send('POST');
  return {
    url,
    simulator,
    receiver,
    get,
    post,
    put: send('PUT'),
    /** Posts a form as Twilio's clients do: a list repeats its name. */
    async postForm(path: string, fields: Record<string, string | readonly string[]>) {
      const pairs = Object.entries(fields).flatMap(([name, value]) =>
        [value].flat().map((each): [string, string] => [name, each]),
      );
      return read(await fetch(url + path, { method: 'POST', headers: credentials, body: new URLSearchParams(pairs) }));
    },
    /** For answers other than JSON. */
    request: (path: string, init: RequestInit = {}) => fetch(url + path, { headers: credentials, ...init }),
    async playAll(load: object) {
      const started = await post('/simulator/load', { rate: 2000, speed: 1e6, seed: 3, ...load });
      while (!simulator.stats().done) await new Promise(setImmediate);
      return started;
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

/** Waits until a condition holds. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise(setImmediate);
}
