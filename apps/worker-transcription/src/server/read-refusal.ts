/** Why a model server gave no answer. */
export type Refusal =
  /** The account: no quota or credit left, or deactivated. */
  | { about: 'quota' }
  /** The key, the model, or the address. */
  | { about: 'access' }
  /** A parameter of the request, by its name; nothing is wrong with what was sent to be answered. */
  | { about: 'parameter'; parameter: string; isTooMuch: boolean }
  /** What was sent to be answered: audio or text. */
  | { about: 'input' }
  /** The server is busy or broken. */
  | { about: 'server' };

/** The words of an error, from each form in which servers write one. All are lower case but `param`. */
type ErrorWords = { codes: string; message: string; param: string };

/**
 * Reads a refusal out of the status and body of OpenAI, Azure, vLLM, Ollama, LM Studio, Groq, LiteLLM and others; `sent`
 * are the names of the parameters that were sent. Pure.
 */
export function readRefusal(status: number, body: string, sent: readonly string[]): Refusal {
  const words = readWords(body);
  const { codes, message, param } = words;
  if (status >= 500 || [408, 409, 425].includes(status)) return { about: 'server' };
  if (status === 402 || QUOTA_CODES.test(codes)) return { about: 'quota' };
  if (status === 429) return isRateLimit(words) ? { about: 'server' } : { about: 'quota' };
  if (INPUT_CODES.test(codes) || (status === 403 && FLAGGED.test(message)) || status === 413 || status === 415)
    return { about: 'input' };
  if (status !== 401 && status !== 403) {
    const parameter = INPUT_PARAMETERS.test(param) ? undefined : (nameOf(param) ?? findParameter(message, sent));
    if (parameter === 'model') return { about: 'access' };
    if (parameter !== undefined) return { about: 'parameter', parameter, isTooMuch: TOO_MUCH.test(message) };
    if (INPUT_PARAMETERS.test(param)) return { about: 'input' };
    if (MODEL_CODES.test(codes) || MODEL_WORDS.test(message) || ACCESS_WORDS.test(message)) return { about: 'access' };
  }
  if (QUOTA_WORDS.test(message)) return { about: 'quota' };
  return [400, 422].includes(status) ? { about: 'input' } : { about: 'access' };
}

const QUOTA_CODES =
  /insufficient_?(?:quota|balance|credits?|funds)|billing|budget_?exceeded|quota_?exceeded|exceeded_current_quota|account_?(?:deactivated|suspended|disabled)|access_terminated|arrearage|payment_required/;
const QUOTA_WORDS =
  /insufficient (?:quota|balance|credits?|funds)|current quota|out of (?:credits?|call volume|quota)|billing|credit balance|budget (?:has been )?exceeded|exceeded.{0,20} budget|spending limit|payment required|(?:account|organization).{0,40}(?:not active|suspended|deactivated|disabled|terminated|overdue|good standing)/;
const RATE_WORDS =
  /rate.?limit|too many requests|retry (?:after|in)\b|try again in|per (?:second|minute|day)|requests|tokens/;
const INPUT_CODES =
  /content_?(?:filter|policy)|moderation|flagged|responsibleai|context_length|string_above_max|too_short|too_long|unsupported_format|invalid_audio|audio_/;
const FLAGGED = /flagged|moderation|content polic/;
/** Parameters that hold what is to be answered, but for the role of a message. */
const INPUT_PARAMETERS = /^(?:file|audio|input|prompt|contents?|text)\b|^messages(?!.*role)/;
const MODEL_CODES =
  /model_?not|invalid_?model|unknown_?model|unsupported_?model|decommissioned|deprecated|deployment_?not_?found|model_terms|api_?key/;
const MODEL_WORDS =
  /\b(?:invalid|unknown|unsupported|no such) model\b|\bmodel\b.{0,120}\b(?:does not exist|not exist|not found|not available|not installed|is not supported|decommissioned|deprecated|no access)/;
const ACCESS_WORDS = /api.?key|unauthori[sz]ed|authenticat|access denied|permission/;
const TOO_MUCH = /too (?:large|high|many|big)|at most|less than or equal|exceed|maximum|no more than/;
/** A sentence that refuses, and does not merely name. */
const REFUSING =
  /unsupported|not support|not compatible|incompatible|unrecogni[sz]ed|unknown|unexpected|extra|not permitted|not allowed|forbidden|invalid|must be|only|unavailable|fail|cannot|too (?:large|high)/;

/** Parameters that we send, and by which other words a server names them where it gives no `param`. */
const NAMED_BY: readonly (readonly [string, RegExp])[] = [
  ['response_format', /response.?format|verbose_json|json.?schema|json_object|structured.?output|guided|grammar/],
  ['max_completion_tokens', /max_completion_tokens/],
  ['max_tokens', /max_tokens/],
  ['temperature', /\btemperature\b/],
  ['language', /\blanguage\b/],
  ['role', /\b(?:system|developer) (?:role|message)|\brole\b/],
];

/** Where several are named, the one that is named first: others are what to use instead. */
function findParameter(message: string, sent: readonly string[]): string | undefined {
  if (!REFUSING.test(message)) return undefined;
  const found = NAMED_BY.flatMap(([name, pattern]) => {
    const at = sent.includes(name) ? message.search(pattern) : -1;
    return at === -1 ? [] : [{ name, at }];
  });
  return found.toSorted((a, b) => a.at - b.at)[0]?.name;
}

/** `response_format.json_schema.strict` is `response_format`; a number is no name. */
function nameOf(param: string): string | undefined {
  const name = /^(?:body\.)?([a-z_]\w*)/i.exec(param)?.[1];
  return param.includes('role') ? 'role' : name;
}

/** Many servers mention the plan or the billing page in a rate limit; a spent quota has a code of its own. */
const isRateLimit = ({ codes, message }: ErrorWords): boolean =>
  /rate_?limit/.test(codes) || RATE_WORDS.test(message) || !QUOTA_WORDS.test(message);

type Json = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Long bodies are pages of a proxy. */
const MESSAGE_AT_MOST = 2000;

function readWords(body: string): ErrorWords {
  const parsed = parse(body);
  const top = Array.isArray(parsed) ? parsed[0] : parsed;
  if (!isObject(top)) return wordsOf({ message: typeof top === 'string' ? top : body });
  const inner = [top['error'], firstOf(top['errors']), firstOf(top['detail']), top['message'], top].find(isObject)!;
  const nested = firstOf(inner['detail']);
  const error = isObject(nested) ? nested : inner;
  const message = [top['error'], top['detail'], top['message'], error['message'], error['msg'], rawOf(error)];
  return wordsOf({
    codes: [error['code'], error['type'], error['status'], top['code'], top['type'], inner['innererror']],
    message: message.filter((part) => typeof part === 'string').join(' '),
    param: error['param'] ?? top['param'] ?? locationOf(error['loc']),
  });
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

const firstOf = (list: unknown): unknown => (Array.isArray(list) ? list[0] : undefined);

/** A router repeats what the server behind it said. */
function rawOf({ metadata }: Json): unknown {
  return isObject(metadata) ? (metadata['raw'] ?? Object.keys(metadata).join(' ')) : undefined;
}

/** FastAPI names a field by its path: `["body", "response_format"]`. */
const locationOf = (path: unknown): string | undefined =>
  Array.isArray(path) ? path.filter((part) => part !== 'body').join('.') : undefined;

function wordsOf({ codes = [], message, param }: { codes?: unknown[]; message: string; param?: unknown }): ErrorWords {
  const texts = codes.flatMap((code) => (isObject(code) ? JSON.stringify(code) : typeof code === 'string' ? code : []));
  return {
    codes: texts.join(' ').toLowerCase(),
    message: message.slice(0, MESSAGE_AT_MOST).toLowerCase(),
    param: typeof param === 'string' ? param : '',
  };
}
