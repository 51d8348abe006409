import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { HELD_OUT, INJECTIONS } from '../../fixtures/injections.ts';
import { startFakeServer } from '../fake-server.ts';
import { wavOf } from '../media/wav.ts';

/**
 * What goes wrong with one request, if anything: a word, an answer of this status and body, or what the language model
 * writes instead, also around its answer (`{}` stands for it).
 */
type ModelFault =
  | 'none'
  | 'busy'
  | 'broken'
  | 'refused'
  | 'denied'
  | 'cut'
  | 'not-json'
  | 'invented-quote'
  | 'leak'
  | { status: number; body: unknown }
  | { content: unknown; finish?: string };

/** A request as it came: its path and its parameters. */
export type AskedRequest = { path: string; parameters: Readonly<Record<string, unknown>> };

export type ModelServer = AsyncDisposable & {
  baseUrl: string;
  /** Faults of the next requests, one each. */
  faults: ModelFault[];
  /** Refuses every request that one of these has an answer for. */
  rules: ((asked: AskedRequest) => { status: number; body: unknown } | undefined)[];
  /** All requests, refused ones too. */
  asked: AskedRequest[];
  /** Requests that a provider would charge for: answered, or cut off after they arrived whole. */
  paid: { kind: 'transcription' | 'chat'; language: string | null; instructions: string; data: string }[];
};

const SOUND_STARTS = 44;

/** A recording that the model server transcribes as these texts: each at the start of a chunk of `chunkSeconds`. */
export function speak(texts: readonly string[], seconds = 2, chunkSeconds = 300): Buffer {
  const sound = wavOf({ seed: 'voice', seconds }).fill(0, SOUND_STARTS);
  for (const [n, text] of texts.entries()) {
    const starts = SOUND_STARTS + n * chunkSeconds * 16_000;
    const written = sound.write(`${text}\0`, starts);
    const voiced = starts + Math.max(4000, written + (written % 2));
    if (text !== '') sound.fill(SYLLABLES, voiced, Math.min(starts + chunkSeconds * 16_000, sound.length));
  }
  return sound;
}

/** A second of a tone that swells four times, as a voice does. */
const SYLLABLES = Buffer.from(
  Int16Array.from({ length: 8000 }, (_, n) =>
    Math.round(6000 * Math.sin((2 * Math.PI * 150 * n) / 8000) * Math.sin((Math.PI * 4 * n) / 8000) ** 2),
  ).buffer,
);

/**
 * Starts an OpenAI-compatible server that transcribes recordings of `speak` and scores answers by the number of their
 * sentences. It obeys every injection that reaches it: then the score is ten and the feedback repeats its prompt. Asked
 * for quotes, it quotes every sentence that is no injection.
 */
export async function startModelServer(): Promise<ModelServer> {
  const state: ServerState = { faults: [], paid: [], rules: [], asked: [] };
  const server = await startFakeServer((request, response) => answer(request, response, state));
  return Object.assign(server, { baseUrl: `${server.url}/v1`, ...state });
}

type ServerState = Pick<ModelServer, 'faults' | 'paid' | 'rules' | 'asked'>;

const STATUS: Readonly<Record<string, number>> = { busy: 429, broken: 500, refused: 400, denied: 401 };

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { faults, paid, rules, asked: all }: ServerState,
): Promise<void> {
  const body = await buffer(request); // a half request throws here: it uses up no fault and is not paid
  const fault = faults.shift();
  const json = (status: number, value: unknown) =>
    void response
      .writeHead(status, { 'content-type': 'application/json' })
      .end(typeof value === 'string' ? value : JSON.stringify(value));
  const isChat = request.url === '/v1/chat/completions';
  const form = isChat ? undefined : await formOf(body, request.headers['content-type'] ?? '');
  const parameters = form ? Object.fromEntries(form) : (JSON.parse(body.toString()) as Record<string, unknown>);
  all.push({ path: request.url ?? '', parameters });
  const refusal = rules.map((rule) => rule(all.at(-1)!)).find((found) => found !== undefined);
  if (refusal) return json(refusal.status, refusal.body);
  const status = typeof fault === 'string' ? STATUS[fault] : undefined;
  if (status !== undefined) return json(status, { error: { message: 'No', type: 'test', param: null, code: null } });
  if (typeof fault === 'object' && 'status' in fault && fault.status >= 400) return json(fault.status, fault.body);
  const asked = form ? await readForm(form) : readChat(body);
  paid.push(asked);
  if (fault === 'cut') return void response.destroy();
  if (typeof fault === 'object' && 'status' in fault) return json(fault.status, fault.body);
  if (!isChat) return json(200, { text: asked.data, duration: 2 });
  const assessed = JSON.stringify(assess(asked, typeof fault === 'string' ? fault : undefined));
  if (typeof fault === 'object') return json(200, completion(around(fault.content, assessed), fault.finish));
  json(200, completion(fault === 'not-json' ? 'I would rather not.' : assessed));
}

const around = (content: unknown, assessed: string): unknown =>
  typeof content === 'string' ? content.replace('{}', () => assessed) : content;

type Asked = ModelServer['paid'][number];

function readChat(body: Buffer): Asked {
  const { messages } = JSON.parse(body.toString()) as { messages: { role: string; content: unknown }[] };
  const content = (role: string) => {
    const found = messages.find((message) => message.role === role)?.content;
    return typeof found === 'string' ? found : (found as { text: string }[]).map(({ text }) => text).join('');
  };
  return { kind: 'chat', language: null, instructions: content('system'), data: content('user') };
}

const formOf = (body: Buffer, type: string): Promise<FormData> =>
  new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();

async function readForm(form: FormData): Promise<Asked> {
  const sound = Buffer.from(await (form.get('file') as File).arrayBuffer()).subarray(SOUND_STARTS);
  const data = sound.subarray(0, sound.indexOf(0)).toString();
  return { kind: 'transcription', language: form.get('language') as string | null, instructions: '', data };
}

function assess({ instructions, data }: Asked, fault: string | undefined): object {
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

const completion = (content: unknown, finish = 'stop') => ({
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1,
  model: 'pretend',
  choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: finish }],
  usage: { prompt_tokens: 1000, completion_tokens: 500, total_tokens: 1500 },
});
