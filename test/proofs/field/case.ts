import { readdirSync, readFileSync } from 'node:fs';

/** A request as Twilio sends it; placeholders are filled by `placeholders.ts`. */
export type FieldRequest = {
  /** Path and query as sent. */
  path: string;
  /** Path and query as signed, where Twilio writes them otherwise. */
  sign_path?: string;
  /** Twilio once signed the URL without its port. */
  sign_port?: 'none';
  /** The form to start from; `fields` change it, and null removes one. */
  base?: string;
  fields?: Record<string, string | null>;
  /** Values of fields that come more than once. */
  repeat?: Record<string, string[]>;
  /** A body in JSON instead of a form, signed by `bodySHA256`. */
  json?: Record<string, unknown>;
  /** A GET has the fields in its URL. */
  method?: 'GET' | 'POST';
  /** The request line holds a whole URL, as a proxy may write it. */
  target?: 'absolute';
  /** The form's spaces as `%20` instead of `+`. */
  spaces?: 'percent';
  headers?: Record<string, string>;
  /** The name of the token that signs, `none` for no signature. */
  token?: string;
  /** How often it is sent, unchanged. */
  times?: number;
};

/** What one server of others answers: once for each entry, then the last one again. */
export type Answer = {
  /** Fields that only an answer of one kind of server has are read there. */
  status?: number;
  headers?: Record<string, string>;
  [more: string]: unknown;
};

/** A fact of a public report: what is sent or answered, and what must come of it. */
export type FieldCase = FieldRequest & {
  id: string;
  /** The name of its file. */
  kind: string;
  /** The public report or document. */
  source: string;
  /** Why the expectation is right, where the source alone does not say it. */
  about?: string;
  /** Requests that come earlier, each applied before the next one. */
  before?: FieldRequest[];
  /** Variables of the process that receives it, where they differ. */
  env?: Record<string, string>;
  /** Rows of Twilio's REST API. */
  rest?: { calls?: Row[]; recordings?: Row[]; answers?: (Answer & { list: string })[] };
  /** Answers of Twilio's media server for the recording. */
  media?: Answer[];
  /** Answers of the model server. */
  model?: { said?: string; silentSeconds?: number; transcription?: Answer[]; chat?: Answer[] };
  /** A receiver of outbound webhooks: its URL (default: one on this machine) and its answers. */
  webhook?: { url?: string; answers?: Answer[] };
  /** Defaults of the database, or of its roles, while the callback is received. */
  session?: { of?: 'database' | 'roles'; settings: Record<string, string> };
  expect: Expectation;
};

type Row = Record<string, unknown>;

/** Expected facts; `expectation.ts` says how a value is compared. */
type Expectation = Partial<Record<(typeof FACTS)[number], unknown>> & {
  /** Seconds within which the facts must hold; without it, as soon as the callback is settled. */
  within?: number;
};

/** Everything that can be expected. */
const FACTS = [
  'status',
  'type',
  'body',
  'inbox',
  'rows',
  'call',
  'contacts',
  'explained',
  'logged',
  'recording',
  'requests',
  'unchanged',
  'errors',
  'run',
  'answer',
  'delivery',
  'endpoint',
  'tiers',
] as const;

const CASES = new URL('cases/', import.meta.url);

/** All cases, file by file; each is a line of JSON. Throws for a line that is no case. */
export function readCorpus(): FieldCase[] {
  const files = readdirSync(CASES).filter((name) => name.endsWith('.jsonl'));
  const cases = files.toSorted().flatMap((file) => readFile(file));
  const ids = cases.map(({ id }) => id);
  const twice = ids.find((id, n) => ids.indexOf(id) !== n);
  if (twice !== undefined) throw new Error(`Two cases are named ${twice}.`);
  return cases;
}

function readFile(file: string): FieldCase[] {
  const lines = readFileSync(new URL(file, CASES), 'utf8').split('\n');
  return lines.flatMap((line, n) => {
    if (line === '') return [];
    try {
      return [checked({ ...(JSON.parse(line) as FieldCase), kind: file.replace('.jsonl', '') })];
    } catch (cause) {
      throw new Error(`${file}, line ${n + 1} is no case: ${(cause as Error).message}`, { cause });
    }
  });
}

const KNOWN = new Set(
  `id kind source about before env rest media model webhook session expect
  path sign_path sign_port base fields repeat json method target spaces headers token times`.split(/\s+/),
);

function checked(given: FieldCase): FieldCase {
  const unknown = Object.keys(given).find((name) => !KNOWN.has(name));
  if (unknown !== undefined) throw new Error(`${unknown} is unknown`);
  if (!/^[a-z0-9-]+$/.test(given.id)) throw new Error('the id must be words with dashes');
  if (!given.source.startsWith('https://')) throw new Error('the source must be a public URL');
  const { within: _, ...facts } = given.expect;
  const wrong = Object.keys(facts).find((name) => !(FACTS as readonly string[]).includes(name));
  if (wrong !== undefined) throw new Error(`${wrong} is no fact that can be expected`);
  if (Object.keys(facts).length === 0) throw new Error('nothing is expected');
  return given;
}
