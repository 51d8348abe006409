import { buffer } from 'node:stream/consumers';
import { startFakeServer } from '../../../support/fake-server.ts';
import { startModelServer } from '../../../support/models/model-server.ts';
import type { Answer } from '../case.ts';

type Kind = 'transcription' | 'chat';

/** A model server before which each request of a kind meets the next answer of its list, the last one again and again. */
export type AlteredModels = AsyncDisposable & { baseUrl: string; requests: Record<Kind, number> };

/**
 * An answer may be one of its own (`status`, `body`), or change the usual one: `content` of a chat, in which `CONTENT` is
 * what the model wrote, `finish_reason`, or `fields` of a transcription. With `while` it counts only for requests whose body
 * has that text; others get the usual answer.
 */
export async function startAlteredModels(answers: Record<Kind, readonly Answer[]>): Promise<AlteredModels> {
  const models = await startModelServer();
  const requests = { transcription: 0, chat: 0 };
  const server = await startFakeServer(async (request, response) => {
    const body = await buffer(request);
    const kind: Kind = request.url === '/v1/chat/completions' ? 'chat' : 'transcription';
    const planned = answers[kind][requests[kind]] ?? answers[kind].at(-1);
    requests[kind] += 1;
    const isDue = planned && (planned['while'] === undefined || body.includes(planned['while'] as string));
    if (isDue && planned.status !== undefined) return sendJson(planned.status, planned['body'] ?? {}, planned.headers);
    const headers = { 'content-type': request.headers['content-type'] ?? '' };
    const url = new URL(request.url ?? '/', models.baseUrl);
    const usual = await fetch(url, { method: 'POST', headers, body: new Uint8Array(body) });
    const written = (await usual.json()) as object;
    sendJson(usual.status, isDue ? altered(kind, written, planned) : written);

    function sendJson(status: number, value: unknown, more: Record<string, string> = {}): void {
      response.writeHead(status, { 'content-type': 'application/json', ...more }).end(JSON.stringify(value));
    }
  });
  return {
    baseUrl: `${server.url}/v1`,
    requests,
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await models[Symbol.asyncDispose]();
    },
  };
}

type Completion = { choices: { message: { content: string }; finish_reason: string }[] };

function altered(kind: Kind, written: object, { content, finish_reason: reason, fields }: Answer): object {
  if (kind === 'transcription') return { ...written, ...(fields as object | undefined) };
  const completion = written as Completion;
  const [choice] = completion.choices;
  const text = (content as string | undefined)?.replaceAll('CONTENT', () => choice!.message.content);
  const message = { ...choice!.message, ...(text !== undefined && { content: text }), ...(fields as object) };
  const finish = (reason as string | undefined) ?? choice!.finish_reason;
  return { ...completion, choices: [{ ...choice, message, finish_reason: finish }] };
}
