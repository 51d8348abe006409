import { type Command, Option } from 'commander';
import { demoAccount } from '../account.ts';
import { scenarioNames } from '../load/scenario.ts';

/** The options of `run` and `serve`, in the order of the help. */
export function addOptions(command: Command): Command {
  const add = (flags: string, text: string, defaultValue?: string): Command =>
    command.addOption(new Option(flags, text).default(defaultValue));
  const addFromEnv = (flags: string, text: string, env: string, defaultValue?: string, shown?: string): Command =>
    command.addOption(new Option(flags, text).env(env).default(defaultValue, shown));

  add('--target <url>', 'where callbacks go', 'http://127.0.0.1:4000');
  add('--public-url <url>', 'the address they are signed for (default: the target)');
  addFromEnv('--account-sid <sid>', 'whose calls they are', 'TWILIO_ACCOUNT_SID', demoAccount.sid);
  const { authToken, apiKey, apiSecret } = demoAccount;
  const token = 'what signs the callbacks and opens the REST API';
  addFromEnv('--auth-token <token>', token, 'TWILIO_AUTH_TOKEN', authToken, 'a demo value');
  addFromEnv('--api-key <sid>', 'opens the REST API too', 'TWILIO_API_KEY', apiKey);
  addFromEnv('--api-secret <secret>', 'of that key', 'TWILIO_API_SECRET', apiSecret, 'a demo value');
  add('--overrides <fragment>', "what stands behind the callback URLs, '' for nothing", '#rc=5&rp=all');
  add('--calls <n>', 'how many calls; 0: without end (default: 100)');
  add('--rate <n>', 'callbacks per second (default: 50)');
  add('--seed <n>', 'the same seed gives the same calls, SIDs, payloads and faults (default: drawn)');
  add('--speed <x>', 'how much faster than real a call runs (default: 60, or the speed of the clock)');
  add('--at <time>', 'time of the first call in its payloads, to repeat even those (default: now)');
  command.addOption(
    new Option('--scenario <name>', `play only this one; repeatable: ${scenarioNames.join(', ')}`).argParser(collect),
  );
  add('--drop <p>', 'fault, each with a probability from 0 to 1: never sent');
  add('--unanswered <p>', 'fault: sent, but the connection ends in the middle, at every attempt');
  add('--duplicate <p>', 'fault: sent twice, half of them at once');
  add('--reorder <p>', 'fault: held back until a later callback of the call has arrived');
  add('--delay <p>', 'fault: sent seconds late');
  add('--forge <p>', 'fault: a forged copy besides the true callback');
  add('--slow <p>', 'fault: the body takes two seconds');
  addFromEnv('--clock-start <time>', 'a moment of the recent past from which the clock runs faster', 'CLOCK_START');
  addFromEnv('--clock-speed <x>', 'how much faster than real it runs', 'CLOCK_SPEED', '1');
  add('--port <n>', 'of the REST and control API (default: 4010 for serve, none for run)');
  add('--host <address>', 'that the API listens on', '127.0.0.1');
  add('--cps <n>', 'calls placed by REST that leave the queue per second (default: 1)');
  add('--call-speed <x>', 'how much faster than real they run (default: 60, or the speed of the clock)');
  add('--talk-seconds <s>', 'of the call, until who is in a conference hangs up; 0: never (default: 30)');
  addFromEnv('--ai-key <key>', 'the key of the pretended OpenAI API (default: any will do)', 'OPENAI_API_KEY');
  command.option('--ai-gullible', 'its model obeys what a transcript tells it to do');
  add('--rest-lag <s>', 'REST shows new calls and changes so late (default: 0)');
  add('--price-delay <s>', 'from the end of a call until REST knows its price (default: 600)');
  add('--events-delay <s>', 'from the end of a call until its Events can be read; Twilio says 900 (default: 0)');
  add('--events <which>', 'which requests Events lists: all, or twiml for those that ask for TwiML (default: all)');
  add('--rest-429 <p>', 'REST fault, each a share of the requests from 0 to 1: 429');
  add('--rest-5xx <p>', 'REST fault: 503');
  add('--rest-hang <p>', 'REST fault: accepted, never answered');
  add('--rest-drip <p>', 'REST fault: answered a byte a second');
  add('--rest-retry-after <p>', 'share of the 429s that say Retry-After (default: 0)');
  add('--rest-concurrency <n>', 'more requests at once get 429; 0: no limit (default: 0)');
  add('--rest-latency <ms>', 'before each answer (default: 0)');
  add('--rest-post-lost <p>', 'share of the POST Calls that are obeyed, but whose connection breaks before the answer');
  add('--rest-post-refused <p>', 'share of the POST Calls whose connection breaks before anything was done');
  add('--rest-seed <n>', 'the same seed gives the same REST faults (default: 1)');
  command.option('--rest-revoked', 'REST fault: 401 for everybody');
  return command.option('--json', 'print the outcome as one JSON object').option('--quiet', 'print nothing but errors');
}

const collect = (name: string, before: string[] | undefined): string[] => [...(before ?? []), name];
