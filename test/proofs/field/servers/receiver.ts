import { text } from 'node:stream/consumers';
import { startFakeServer } from '../../../support/fake-server.ts';
import type { Answer } from '../case.ts';

type Received = { at: number; body: string; headers: Record<string, unknown> };

/** A receiver of outbound webhooks with these answers, the last one again and again; 204 without any. */
export type Receiver = AsyncDisposable & { url: string; received: Received[]; lastAt(): number | null };

export async function startReceiver(answers: readonly Answer[]): Promise<Receiver> {
  const received: Received[] = [];
  const server = await startFakeServer(async (request, response) => {
    const planned = answers[received.length] ?? answers.at(-1);
    received.push({ at: Date.now(), headers: request.headers, body: await text(request) });
    response.writeHead(planned?.status ?? 204, headersOf(planned)).end();
  });
  return Object.assign(server, { received, lastAt: () => received.at(-1)?.at ?? null });
}

/** `Retry-After` may be a time this many seconds from now: `in 120`. */
function headersOf(planned: Answer | undefined): Record<string, string> {
  const headers = { ...planned?.headers };
  const [, seconds] = /^in (\d+)$/.exec(headers['retry-after'] ?? '') ?? [];
  if (seconds !== undefined) headers['retry-after'] = new Date(Date.now() + Number(seconds) * 1000).toUTCString();
  return headers;
}
