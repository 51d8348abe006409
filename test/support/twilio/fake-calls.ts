import type { CallResource } from '@trunkline/twilio/rest';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text as readText } from 'node:stream/consumers';
import { startFakeServer } from '../fake-server.ts';

/** What happens to one `POST Calls`; a call exists after `made` and `made-and-lost`, whose answer never arrives. */
export type Fate = 'made' | 'made-and-lost' | 'cut' | 'too-many' | 'invalid' | 'revoked' | 'gibberish';

type MadeCall = { sid: string; form: URLSearchParams; createdAt: Date; status: string; hasEvents: boolean };

/** The part of Twilio that places calls. The test chooses the fate of each request; no call ever rings. */
export type FakeCalls = AsyncDisposable & {
  url: string;
  /** The form of every `POST Calls` that arrived whole. */
  posts: URLSearchParams[];
  calls: MadeCall[];
  fate: (form: URLSearchParams) => Fate | Promise<Fate>;
  /** False: lists do not show new calls yet. */
  isConsistent: boolean;
};

const ACCOUNT = `AC${'5'.repeat(32)}`;

/** The credentials with which a process uses it. */
export const fakeAccount = { TWILIO_ACCOUNT_SID: ACCOUNT, TWILIO_AUTH_TOKEN: 'secret' };

export async function startFakeCalls(): Promise<FakeCalls> {
  const server = await startFakeServer((request, response) => answer(request, response));
  const state: FakeCalls = Object.assign(server, {
    posts: [],
    calls: [],
    isConsistent: true,
    fate: (): Fate => 'made',
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readText(request);
    const url = new URL(request.url ?? '/', 'http://twilio');
    if (request.method === 'POST') return place(new URLSearchParams(body), request, response);
    const [, sid] = /\/Calls\/(\w+)\/Events\.json$/.exec(url.pathname) ?? [];
    if (sid !== undefined) return send(response, 200, { events: eventsOf(sid) });
    const [to, from] = [url.searchParams.get('To'), url.searchParams.get('From')];
    const fits = ({ form }: MadeCall) => form.get('To') === to && form.get('From') === from;
    send(response, 200, { calls: state.isConsistent ? state.calls.filter(fits).map(toResource) : [] });
  }

  async function place(form: URLSearchParams, request: IncomingMessage, response: ServerResponse): Promise<void> {
    state.posts.push(form);
    const fate = await state.fate(form);
    if (fate === 'cut') return void request.socket.destroy();
    if (fate === 'too-many') return send(response, 429, { code: 20429, message: 'Too Many Requests' });
    if (fate === 'revoked') return send(response, 401, { code: 20003, message: 'Authenticate' });
    if (fate === 'invalid')
      return send(response, 400, {
        code: 21211,
        message: `Invalid ${form.get('To')}`,
        more_info: 'https://t.example/21211',
      });
    const sid = `CA${String(state.calls.length + 1).padStart(32, '0')}`;
    state.calls.push({ sid, form, createdAt: new Date(), status: 'in-progress', hasEvents: true });
    if (fate === 'made-and-lost') return void request.socket.destroy();
    send(response, 201, fate === 'gibberish' ? { status: 'queued' } : { sid, status: 'queued' });
  }

  const eventsOf = (sid: string) => {
    const call = state.calls.find((each) => each.sid === sid);
    if (!call?.hasEvents) return [];
    return [{ request: { method: 'POST', url: call.form.get('StatusCallback'), parameters: { CallbackSource: 'x' } } }];
  };
  return state;
}

const toResource = ({ sid, form, createdAt, status }: MadeCall): Partial<CallResource> => ({
  sid,
  account_sid: ACCOUNT,
  parent_call_sid: null,
  to: form.get('To'),
  from: form.get('From'),
  direction: 'outbound-api',
  status,
  date_created: createdAt.toUTCString().replace('GMT', '+0000'),
});

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
