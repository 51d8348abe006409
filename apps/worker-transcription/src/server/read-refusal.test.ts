import { expect, test } from '@jest/globals';
import { readRefusal, type Refusal } from './read-refusal.ts';
import { CHAT_PARAMETERS, SPEECH_PARAMETERS } from './parameters.ts';

const SENT = [...new Set([...Object.keys(CHAT_PARAMETERS), ...Object.keys(SPEECH_PARAMETERS)])];
const error = (fields: object): string => JSON.stringify({ error: fields });
const about = (status: number, body: string): Refusal['about'] => readRefusal(status, body, SENT).about;

/** As public reports quote them, with names and figures of our own. */
test.each([
  [
    'OpenAI',
    429,
    error({
      message: 'You exceeded your current quota, please check your plan and billing details.',
      type: 'insufficient_quota',
      param: null,
      code: 'insufficient_quota',
    }),
  ],
  ['OpenAI, without a message', 429, error({ type: 'insufficient_quota', code: 'insufficient_quota' })],
  [
    'OpenAI, an account that is not active',
    429,
    error({
      message: 'Your account is not active, please check your billing details on our website.',
      type: 'billing_not_active',
      code: 'billing_not_active',
    }),
  ],
  [
    'OpenAI, a hard limit',
    400,
    error({ message: 'Billing hard limit has been reached', code: 'billing_hard_limit_reached' }),
  ],
  ['a router', 402, error({ message: 'Insufficient credits. Add more.', code: 402 })],
  ['DeepSeek', 402, error({ message: 'Insufficient Balance', type: 'unknown_error', code: 'invalid_request_error' })],
  [
    'a proxy with budgets',
    400,
    error({
      message: 'Budget has been exceeded! Current cost: 1.1, Max budget: 1.0',
      type: 'budget_exceeded',
      param: null,
      code: '400',
    }),
  ],
  [
    'a host that suspended the account',
    412,
    error({
      object: 'error',
      type: 'invalid_request_error',
      code: 'PRECONDITION_FAILED',
      message: 'Account acme is suspended, possibly due to reaching the monthly spending limit',
    }),
  ],
  [
    'DashScope',
    400,
    error({
      code: 'Arrearage',
      message: 'Access denied, please make sure your account is in good standing.',
      type: 'Arrearage',
    }),
  ],
  [
    'Azure, by volume',
    403,
    error({ code: '403', message: 'Out of call volume quota. Quota will be replenished in 3 days.' }),
  ],
  [
    'Gemini',
    429,
    '[{"error":{"code":429,"message":"You exceeded your current quota, please check your plan and billing details.","status":"RESOURCE_EXHAUSTED"}}]',
  ],
])('a spent quota is read: %s', (_, status, body) => expect(about(status, body)).toBe('quota'));

test.each([
  [
    'OpenAI, a key',
    401,
    error({
      message: 'Incorrect API key provided: sk-x.',
      type: 'invalid_request_error',
      param: null,
      code: 'invalid_api_key',
    }),
  ],
  [
    'OpenAI, a model',
    404,
    error({
      message: 'The model `gpt-9` does not exist or you do not have access to it.',
      type: 'invalid_request_error',
      param: null,
      code: 'model_not_found',
    }),
  ],
  [
    'OpenAI, a speech model',
    400,
    error({ message: 'invalid model ID', type: 'invalid_request_error', param: null, code: null }),
  ],
  ['the parameter model', 400, error({ message: 'you must provide a model parameter', param: 'model', code: null })],
  [
    'Azure, a deployment',
    404,
    error({ code: 'DeploymentNotFound', message: 'The API deployment for this resource does not exist.' }),
  ],
  [
    'Azure, a key',
    401,
    error({ code: '401', message: 'Access denied due to invalid subscription key or wrong API endpoint.' }),
  ],
  [
    'vLLM',
    404,
    '{"object":"error","message":"The model `x` does not exist.","type":"NotFoundError","param":null,"code":404}',
  ],
  [
    'Ollama',
    404,
    error({ message: 'model "llama9" not found, try pulling it first', type: 'api_error', param: null, code: null }),
  ],
  [
    'Groq',
    400,
    error({
      message: 'The model `x-70b` has been decommissioned and is no longer supported.',
      type: 'invalid_request_error',
      param: '',
      code: 'model_decommissioned',
    }),
  ],
  ['speaches', 404, '{"detail":"Model \'x/whisper\' is not installed locally."}'],
  ['xAI', 400, '{"code":"Client specified an invalid argument","error":"Incorrect API key provided: xx."}'],
  [
    'Gemini, a key',
    400,
    '[{"error":{"code":400,"message":"API key not valid. Please pass a valid API key.","status":"INVALID_ARGUMENT"}}]',
  ],
  ['Mistral', 400, '{"object":"error","message":"Invalid model: x","type":"invalid_model","param":null,"code":"1500"}'],
  ['a web server', 404, '<html><body><h1>404 Not Found</h1></body></html>'],
  ['nothing', 403, ''],
])('a key, model or address that is wrong is read: %s', (_, status, body) =>
  expect(about(status, body)).toBe('access'),
);

test.each([
  [
    'OpenAI',
    400,
    error({
      message:
        "response_format 'verbose_json' is not compatible with model 'x-transcribe'. Use 'json' or 'text' instead.",
      type: 'invalid_request_error',
      param: 'response_format',
      code: 'unsupported_value',
    }),
    'response_format',
  ],
  ['OpenAI, without a message', 400, error({ param: 'response_format', code: 'unsupported_value' }), 'response_format'],
  [
    'OpenAI, nested',
    400,
    error({ message: 'Invalid schema', param: 'response_format.json_schema.schema', code: 'invalid_value' }),
    'response_format',
  ],
  [
    'OpenAI, tokens',
    400,
    error({
      message:
        "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
      param: 'max_tokens',
      code: 'unsupported_parameter',
    }),
    'max_tokens',
  ],
  [
    'a proxy without param',
    400,
    error({
      message:
        "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
      code: 'invalid_request_body',
    }),
    'max_tokens',
  ],
  [
    'OpenAI, temperature',
    400,
    error({
      message:
        "Unsupported value: 'temperature' does not support 0 with this model. Only the default (1) value is supported.",
      param: 'temperature',
      code: 'unsupported_value',
    }),
    'temperature',
  ],
  ['LM Studio', 400, `{"error":"'response_format.type' must be 'json_schema' or 'text'"}`, 'response_format'],
  [
    'vLLM',
    400,
    '{"object":"error","message":"The provided JSON schema contains features not supported by xgrammar.","type":"BadRequestError","param":null,"code":400}',
    'response_format',
  ],
  [
    'vLLM, speech',
    400,
    error({
      message: 'Currently only support response_format `text` or `json`',
      type: 'BadRequestError',
      param: null,
      code: 400,
    }),
    'response_format',
  ],
  [
    'llama.cpp',
    400,
    error({
      code: 400,
      message: 'Failed to initialize samplers: failed to parse grammar',
      type: 'invalid_request_error',
    }),
    'response_format',
  ],
  [
    'FastAPI',
    422,
    '{"detail":[{"type":"enum","loc":["body","response_format"],"msg":"Input should be \'json\' or \'text\'"}]}',
    'response_format',
  ],
  [
    'Mistral',
    422,
    '{"object":"error","message":{"detail":[{"type":"extra_forbidden","loc":["body","max_completion_tokens"],"msg":"Extra inputs are not permitted"}]},"type":"invalid_request_error","param":null}',
    'max_completion_tokens',
  ],
  [
    'LiteLLM',
    400,
    error({
      message: "litellm.UnsupportedParamsError: x does not support parameters: ['temperature'], for model=y.",
      type: null,
      param: null,
      code: '400',
    }),
    'temperature',
  ],
  [
    'a router, of the server behind it',
    400,
    error({
      message: 'Provider returned error',
      code: 400,
      metadata: { raw: '{"message":"json_object is not supported"}' },
    }),
    'response_format',
  ],
  [
    'a role',
    400,
    error({
      message: "Unsupported value: 'messages[0].role' does not support 'system' with this model.",
      param: 'messages[0].role',
      code: 'unsupported_value',
    }),
    'role',
  ],
  [
    'one that we do not know',
    400,
    error({ message: 'No', param: 'stream_options', code: 'unknown_parameter' }),
    'stream_options',
  ],
])('a refused parameter is read: %s', (_, status, body, parameter) =>
  expect(readRefusal(status, body, [...SENT, 'role'])).toMatchObject({ about: 'parameter', parameter }),
);

test('a limit that is only too high is distinguished', () => {
  const body = error({
    message: 'max_tokens is too large: 8000. This model supports at most 4096 completion tokens.',
    param: 'max_tokens',
    code: 'invalid_value',
  });
  expect(readRefusal(400, body, SENT)).toEqual({ about: 'parameter', parameter: 'max_tokens', isTooMuch: true });
});

test.each([
  [
    'audio',
    400,
    error({
      message: 'The audio file could not be decoded or its format is not supported.',
      type: 'invalid_request_error',
      param: 'file',
      code: 'unsupported_format',
    }),
  ],
  [
    'short audio',
    400,
    error({
      message: 'Audio file is too short. Minimum audio length is 0.1 seconds.',
      param: 'file',
      code: 'audio_too_short',
    }),
  ],
  [
    'long text',
    400,
    error({
      message: "This model's maximum context length is 8192 tokens.",
      param: 'messages',
      code: 'context_length_exceeded',
    }),
  ],
  [
    'filtered text',
    400,
    error({
      code: 'content_filter',
      message: 'The response was filtered.',
      param: 'prompt',
      innererror: { code: 'ResponsibleAIPolicyViolation' },
    }),
  ],
  [
    'flagged text',
    403,
    error({ code: 403, message: 'Your chosen model requires moderation and your input was flagged' }),
  ],
  ['a large file', 413, '<html>413 Request Entity Too Large</html>'],
  ['no reason', 400, error({ message: 'No', type: 'test', param: null, code: null })],
  [
    'a relay that says the status',
    422,
    error({
      message: 'bad response status code 422',
      type: 'upstream_error',
      param: '422',
      code: 'bad_response_status_code',
    }),
  ],
])('what was sent to be answered is refused: %s', (_, status, body) => expect(about(status, body)).toBe('input'));

test.each([
  [
    'a rate limit',
    429,
    error({
      message:
        'Rate limit reached for requests. Limit: 3 / min. Please add a payment method at /account/billing to raise it.',
      type: 'requests',
      code: 'rate_limit_exceeded',
    }),
  ],
  [
    'a rate limit of Azure',
    429,
    error({
      code: '429',
      message:
        'Requests have exceeded call rate limit of your pricing tier. Please retry after 6 seconds. See /oai/quotaincrease.',
    }),
  ],
  [
    'a rate limit of Gemini',
    429,
    '[{"error":{"code":429,"message":"You exceeded your current quota, please check your plan and billing details. Please retry in 12s.","status":"RESOURCE_EXHAUSTED"}}]',
  ],
  ['a busy server without a word', 429, ''],
  ['a broken server', 500, error({ message: 'The server had an error', type: 'server_error' })],
  ['an overloaded one', 503, 'upstream connect error'],
])('a server that is busy or broken stays so: %s', (_, status, body) => expect(about(status, body)).toBe('server'));

test('any status and body has a meaning', () => {
  for (const body of [
    '',
    'null',
    '[]',
    '{}',
    '"x"',
    '{"error":null}',
    '{"error":[]}',
    '{"detail":{}}',
    '{"error":{"code":{}}}',
  ])
    for (const status of [400, 401, 404, 405, 418, 422, 429, 500]) expect(typeof about(status, body)).toBe('string');
});
