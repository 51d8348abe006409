import type { CallResource } from '@trunkline/twilio/rest';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text as readText } from 'node:stream/consumers';
import { startFakeServer } from '../fake-server.ts';

/** What becomes of one `POST Calls`: `made` calls exist, whether or not anybody hears of it. */
export type Fate = 'made' | 'made-and-lost' | 'cut' | 'too-many' | 'invalid' | 'revoked' | 'gibberish';

type MadeCall = { sid: string; form: URLSearchParams; createdAt: Date; status: string; tellsEvents: boolean };

/** The part of Twilio that places calls, with each fate chosen by the test; nothing ever rings. */
export type PretendCalls = AsyncDisposable & {
  url: string;
  /** Forms of every `POST Calls`, whatever became of it. */
  posts: URLSearchParams[];
  calls: MadeCall[];
  fate: (form: URLSearchParams) => Fate;
  /** Whether lists show calls already. */
  isConsistent: boolean;
};

const ACCOUNT = `AC${'5'.repeat(32)}`;

/** Variables that send a process of ours there. */
export const pretendAccount = { TWILIO_ACCOUNT_SID: ACCOUNT, TWILIO_AUTH_TOKEN: 'secret' };

export async function startPretendCalls(): Promise<PretendCalls> {
  const server = await startFakeServer((request, response) => answer(request, response));
  const state: PretendCalls = Object.assign(server, {
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

  function place(form: URLSearchParams, request: IncomingMessage, response: ServerResponse): void {
    state.posts.push(form);
    const fate = state.fate(form);
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
    state.calls.push({ sid, form, createdAt: new Date(), status: 'in-progress', tellsEvents: true });
    if (fate === 'made-and-lost') return void request.socket.destroy();
    send(response, 201, fate === 'gibberish' ? { status: 'queued' } : { sid, status: 'queued' });
  }

  const eventsOf = (sid: string) => {
    const call = state.calls.find((each) => each.sid === sid);
    if (!call?.tellsEvents) return [];
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
