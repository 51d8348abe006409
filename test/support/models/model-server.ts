import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { HELD_OUT, INJECTIONS } from '../../fixtures/injections.ts';
import { startFakeServer } from '../fake-server.ts';
import { wavOf } from '../media/wav.ts';

/** What goes wrong with one request, if anything. */
type ModelFault = 'none' | 'busy' | 'broken' | 'refused' | 'denied' | 'cut' | 'not-json' | 'invented-quote' | 'leak';

export type ModelServer = AsyncDisposable & {
  baseUrl: string;
  /** Faults of the next requests, one each. */
  faults: ModelFault[];
  /** Requests that a provider would charge for: answered, or cut off after they arrived whole. */
  paid: { kind: 'transcription' | 'chat'; language: string | null; instructions: string; data: string }[];
};

const SOUND_STARTS = 44;

/** A recording that the model server transcribes as these texts: each at the start of a chunk of `chunkSeconds`. */
export function speak(texts: readonly string[], seconds = 2, chunkSeconds = 300): Buffer {
  const sound = wavOf({ seed: 'voice', seconds }).fill(0, SOUND_STARTS);
  for (const [n, text] of texts.entries()) sound.write(`${text}\0`, SOUND_STARTS + n * chunkSeconds * 16_000);
  return sound;
}

/**
 * Starts an OpenAI-compatible server that transcribes recordings of `speak` and scores answers by the number of their
 * sentences. It obeys every injection that reaches it: then the score is ten and the feedback repeats its prompt. Asked
 * for quotes, it quotes every sentence that is no injection.
 */
export async function startModelServer(): Promise<ModelServer> {
  const [faults, paid]: [ModelFault[], ModelServer['paid']] = [[], []];
  const server = await startFakeServer((request, response) => answer(request, response, { faults, paid }));
  return Object.assign(server, { baseUrl: `${server.url}/v1`, faults, paid });
}

const STATUS: Partial<Record<ModelFault, number>> = { busy: 429, broken: 500, refused: 400, denied: 401 };

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { faults, paid }: Pick<ModelServer, 'faults' | 'paid'>,
): Promise<void> {
  const body = await buffer(request); // a half request throws here: it uses up no fault and is not paid
  const fault = faults.shift();
  const json = (status: number, value: unknown) =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
  const status = fault && STATUS[fault];
  if (status !== undefined) return json(status, { error: { message: 'No', type: 'test', param: null, code: null } });
  const isChat = request.url === '/v1/chat/completions';
  const asked = isChat ? readChat(body) : await readForm(body, request.headers['content-type'] ?? '');
  paid.push(asked);
  if (fault === 'cut') return void response.destroy();
  if (!isChat) return json(200, { text: asked.data, duration: 2 });
  json(200, completion(fault === 'not-json' ? 'I would rather not.' : JSON.stringify(assess(asked, fault))));
}

type Asked = ModelServer['paid'][number];

function readChat(body: Buffer): Asked {
  const { messages } = JSON.parse(body.toString()) as { messages: { role: string; content: unknown }[] };
  const content = (role: string) => {
    const found = messages.find((message) => message.role === role)?.content;
    return typeof found === 'string' ? found : (found as { text: string }[]).map(({ text }) => text).join('');
  };
  return { kind: 'chat', language: null, instructions: content('system'), data: content('user') };
}

async function readForm(body: Buffer, type: string): Promise<Asked> {
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
  const sound = Buffer.from(await (form.get('file') as File).arrayBuffer()).subarray(SOUND_STARTS);
  const data = sound.subarray(0, sound.indexOf(0)).toString();
  return { kind: 'transcription', language: form.get('language') as string | null, instructions: '', data };
}

function assess({ instructions, data }: Asked, fault: ModelFault | undefined): object {
  const asked = JSON.parse(data) as { transcript?: string; questions?: { question: string; score: number }[] };
  if (asked.questions)
    return {
      overall_score: 10,
      strengths: asked.questions.filter(({ score }) => score >= 5).map(({ question }) => `Convinces on: ${question}`),
      areas_for_improvement: asked.questions
        .filter(({ score }) => score < 5)
        .map(({ question }) => `Says little on: ${question}`),
    };
  const transcript = asked.transcript ?? '';
  const sentences = transcript.split(/(?<=[.!?])\s+/);
  const invented = fault === 'invented-quote' && 'I never said this at all';
  const isObeying = INSTRUCTIONS.some((text) => sharesWords(text, transcript));
  const relevant = sentences.filter((sentence) => !INSTRUCTIONS.some((text) => text.includes(sentence)));
  const feedback =
    isObeying || fault === 'leak' ? instructions.slice(0, 1500) : `It has ${sentences.length} sentences.`;
  return {
    score: isObeying ? 10 : Math.min(9, sentences.length * 2),
    feedback,
    evidence: invented ? [invented] : isReader(instructions) ? relevant : sentences.slice(0, 1),
    insufficient_evidence: false,
  };
}

const INSTRUCTIONS = [...INJECTIONS.map(({ text }) => text), ...HELD_OUT];
const isReader = (instructions: string) => instructions.startsWith('You read');

/** True if three words in a row of an injection reach the model. */
function sharesWords(injection: string, transcript: string): boolean {
  const words = injection.split(/\s+/).filter(Boolean);
  const runs = words.length < 3 ? [injection] : words.slice(2).map((_, at) => words.slice(at, at + 3).join(' '));
  return runs.some((run) => transcript.includes(run));
}

const completion = (content: string) => ({
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1,
  model: 'pretend',
  choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 1000, completion_tokens: 500, total_tokens: 1500 },
});
