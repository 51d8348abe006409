import type { IncomingMessage, ServerResponse } from 'node:http';
import { startFakeServer } from '../../../support/fake-server.ts';
import { callResource, recordingResource } from '../../../support/twilio/resources.ts';
import type { Answer } from '../case.ts';
import { ACCOUNT, SUBACCOUNT, TOKENS } from '../placeholders.ts';
import { sendMedia } from './media-answer.ts';

type Row = Record<string, unknown>;

/** A pretended Twilio: its REST API with the rows that a case sets, and its media. */
export type PretendedTwilio = AsyncDisposable & {
  url: string;
  /** Rows of the lists of calls and recordings. */
  listed: { calls: Row[]; recordings: Row[] };
  /** Calls that only their SID finds. */
  calls: Map<string, Row>;
  /** Answers to the next requests for a list (`Calls` or `Recordings`), before its rows. */
  answers: (Answer & { list: string })[];
  /** The answers to requests for a recording's media, by its SID; the last one again and again. */
  media: Map<string, Answer[]>;
  /** How often each path was requested. */
  requests: Map<string, number>;
};

export async function startTwilio(): Promise<PretendedTwilio> {
  const state: Omit<PretendedTwilio, 'url' | typeof Symbol.asyncDispose> = {
    listed: { calls: [], recordings: [] },
    calls: new Map(),
    answers: [],
    media: new Map(),
    requests: new Map(),
  };

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const { pathname } = new URL(request.url ?? '/', 'http://twilio');
    const before = state.requests.get(pathname) ?? 0;
    state.requests.set(pathname, before + 1);
    const [, recordingSid] = /\/(RE[0-9a-f]{32})(?:\.wav|\.mp3)?$/.exec(pathname) ?? [];
    const planned = recordingSid === undefined ? undefined : state.media.get(recordingSid);
    if (planned) return sendMedia(response, planned[before] ?? planned.at(-1)!);
    const [, list] = /\/Accounts\/AC\w+\/(Calls|Recordings)\.json$/.exec(pathname) ?? [];
    if (list !== undefined) return sendList(response, list as 'Calls' | 'Recordings');
    const [, callSid] = /\/Calls\/(\w+)\.json$/.exec(pathname) ?? [];
    if (callSid !== undefined) return sendRow(response, wholeCall(state.calls.get(callSid)));
    const [, below] = /\/Calls\/\w+\/(Events|Recordings)\.json$/.exec(pathname) ?? [];
    if (below !== undefined) return sendJson(response, 200, { [below.toLowerCase()]: [], next_page_uri: null });
    if (pathname.endsWith('/Accounts.json')) return sendJson(response, 200, { accounts: Object.values(ACCOUNTS) });
    const [, account] = /\/Accounts\/(AC\w+)\.json$/.exec(pathname) ?? [];
    sendRow(response, account === undefined ? undefined : ACCOUNTS[account]);
  }

  function sendList(response: ServerResponse, list: 'Calls' | 'Recordings'): void {
    const at = state.answers.findIndex((planned) => planned.list === list);
    const [planned] = at === -1 ? [] : state.answers.splice(at, 1);
    if (planned) return sendJson(response, planned.status ?? 500, planned['body'] ?? {}, planned.headers);
    const key = list.toLowerCase() as 'calls' | 'recordings';
    const whole = key === 'calls' ? callResource : recordingResource;
    const rows = state.listed[key].map((row) => ({ ...whole(), account_sid: ACCOUNT, ...row }));
    sendJson(response, 200, { [key]: rows, next_page_uri: null });
  }

  const server = await startFakeServer(answer);
  return Object.assign(state, server); // cases replace the lists of `state`
}

const wholeCall = (row: Row | undefined): Row | undefined => row && { ...callResource(), account_sid: ACCOUNT, ...row };

const ACCOUNTS: Readonly<Record<string, Row>> = {
  [ACCOUNT]: { sid: ACCOUNT, owner_account_sid: ACCOUNT, status: 'active', auth_token: TOKENS['primary'] },
  [SUBACCOUNT]: { sid: SUBACCOUNT, owner_account_sid: ACCOUNT, status: 'active', auth_token: TOKENS['subaccount'] },
};

const sendRow = (response: ServerResponse, row: Row | undefined): void =>
  row ? sendJson(response, 200, row) : sendJson(response, 404, { code: 20404, message: 'not found', status: 404 });

function sendJson(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}
