import type { IncomingMessage, ServerResponse } from 'node:http';
import { startFakeServer } from '../fake-server.ts';
import { wavOf } from './wav.ts';

/**
 * The answer to a request for media; `elsewhere` redirects to its URL. `body` is sent whole with its length, or in chunks
 * without.
 */
export type MediaAnswer =
  | 'whole'
  | 'mono-only'
  | 'not-there'
  | 'gone'
  | 'busy'
  | 'denied'
  | 'cut'
  | 'cut-unannounced'
  | 'wrong-type'
  | 'xml'
  | 'xml-as-audio'
  | 'empty'
  | 'endless'
  | 'hangs'
  | { elsewhere: string }
  | { body: Buffer; status?: number; type?: string; isChunked?: boolean };

export type Counts = { requests: number; withCredentials: number };

export type MediaServer = AsyncDisposable & {
  url: string;
  /** The answers to the requests for a recording, by its SID; the last one is repeated. `whole` by default. */
  answers: Map<string, MediaAnswer[]>;
  counts: Counts;
  /** The number of requests for each recording. */
  asked: Map<string, number>;
  /** The targets of all requests. */
  paths: string[];
};

/** The length of every recording. */
export const MEDIA_SECONDS = 6;

const NOT_FOUND = `<?xml version="1.0" encoding="UTF-8"?><TwilioResponse><RestException><Code>20404</Code>
<Message>The requested resource was not found</Message><Status>404</Status></RestException></TwilioResponse>`;

/** The media that Twilio stores for a recording with one or two channels. */
export const mediaOf = (sid: string, channels: 1 | 2): Buffer => wavOf({ seed: sid, seconds: MEDIA_SECONDS, channels });

/** Starts a server that answers as Twilio's media does, with faults for chosen recordings. */
export async function startMediaServer(): Promise<MediaServer> {
  const answers = new Map<string, MediaAnswer[]>();
  const asked = new Map<string, number>();
  const paths: string[] = [];
  const counts = { requests: 0, withCredentials: 0 };
  const server = await startFakeServer((request, response) => {
    count(counts, request);
    paths.push(request.url ?? '');
    const url = new URL(request.url ?? '/', 'http://twilio');
    const sid = /(RE[0-9a-f]{32})/.exec(url.pathname)?.[1] ?? '';
    const before = asked.get(sid) ?? 0;
    asked.set(sid, before + 1);
    const planned = answers.get(sid) ?? [];
    const channels = url.searchParams.get('RequestedChannels') === '1' ? 1 : 2;
    send(response, planned[before] ?? planned.at(-1) ?? 'whole', sid, channels);
  });
  return Object.assign(server, { answers, counts, asked, paths });
}

/** A stranger's server, to which no credentials may be sent. */
export async function startHoneypot(): Promise<AsyncDisposable & { url: string; counts: Counts }> {
  const counts = { requests: 0, withCredentials: 0 };
  const server = await startFakeServer((request, response) => {
    count(counts, request);
    response.end('Thank you');
  });
  return Object.assign(server, { counts });
}

function count(counts: Counts, { headers }: IncomingMessage): void {
  counts.requests += 1;
  if (headers.authorization !== undefined) counts.withCredentials += 1;
}

const AUDIO = { 'content-type': 'audio/x-wav' };

function send(response: ServerResponse, answer: MediaAnswer, sid: string, channels: 1 | 2): void {
  const media = mediaOf(sid, channels);
  const most = media.subarray(0, Math.floor(media.length * 0.9));
  const text = (status: number, type: string, body: string) =>
    void response.writeHead(status, { 'content-type': type }).end(body);
  if (typeof answer === 'object' && 'body' in answer) return sendBody(response, answer);
  if (typeof answer === 'object') return void response.writeHead(307, { location: answer.elsewhere }).end();
  if (answer === 'not-there') return text(404, 'text/xml', NOT_FOUND);
  if (answer === 'gone') return text(410, 'text/xml', NOT_FOUND);
  if (answer === 'busy') return text(503, 'text/plain', 'Later');
  if (answer === 'denied') return text(401, 'text/plain', 'No');
  if (answer === 'xml') return text(200, 'text/xml', NOT_FOUND);
  if (answer === 'xml-as-audio') return text(200, 'audio/x-wav', NOT_FOUND);
  if (answer === 'mono-only' && channels === 2) return text(400, 'application/json', '{"code":20001}');
  if (answer === 'endless') return drip(response, media);
  if (answer === 'hangs') return void response.writeHead(200, AUDIO).write(most);
  if (answer === 'cut-unannounced') return void response.writeHead(200, AUDIO).end(most);
  if (answer === 'empty') return void response.writeHead(200, AUDIO).end();
  const type = answer === 'wrong-type' ? { 'content-type': 'video/mp4' } : AUDIO;
  response.writeHead(200, { ...type, 'content-length': media.length });
  if (answer !== 'cut') return void response.end(media);
  response.write(most, () => response.destroy());
}

function sendBody(response: ServerResponse, answer: Extract<MediaAnswer, { body: Buffer }>): void {
  const { body, status = 200, type = 'audio/x-wav', isChunked = false } = answer;
  const length = isChunked ? {} : { 'content-length': body.length };
  response.writeHead(status, { 'content-type': type, ...length }).end(body);
}

/** Sends a file that never ends, as fast as the client reads. */
function drip(response: ServerResponse, media: Buffer): void {
  const header = Buffer.from(media.subarray(0, 44));
  header.writeUInt32LE(0xffffffff, 40);
  response.writeHead(200, AUDIO).write(header);
  const more = () => {
    while (!response.destroyed && response.write(media));
  };
  response.on('drain', more);
  more();
}
