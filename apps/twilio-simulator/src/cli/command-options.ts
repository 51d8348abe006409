import { type Command, Option } from 'commander';
import { demoAccount } from '../account.ts';
import { scenarioNames } from '../load/scenario.ts';

/** The options of `run` and `serve`, in the order of the help. */
export function addOptions(command: Command): Command {
  const add = (flags: string, text: string, defaultValue?: string): Command =>
    command.addOption(new Option(flags, text).default(defaultValue));
  const addFromEnv = (flags: string, text: string, env: string, defaultValue?: string, shown?: string): Command =>
    command.addOption(new Option(flags, text).env(env).default(defaultValue, shown));

  add('--target <url>', 'where callbacks are sent', 'http://127.0.0.1:4000');
  add('--public-url <url>', 'address that callbacks are signed for (default: the target)');
  addFromEnv('--account-sid <sid>', 'account SID', 'TWILIO_ACCOUNT_SID', demoAccount.sid);
  const { authToken, apiKey, apiSecret } = demoAccount;
  const token = 'auth token: signs callbacks, authenticates REST requests';
  addFromEnv('--auth-token <token>', token, 'TWILIO_AUTH_TOKEN', authToken, 'a demo value');
  addFromEnv('--api-key <sid>', 'API key: authenticates REST requests, too', 'TWILIO_API_KEY', apiKey);
  addFromEnv('--api-secret <secret>', 'secret of the API key', 'TWILIO_API_SECRET', apiSecret, 'a demo value');
  add('--overrides <fragment>', "connection overrides behind the callback URLs, '' for none", '#rc=5&rp=all');
  add('--calls <n>', 'number of calls, 0 for endless (default: 100)');
  add('--rate <n>', 'callbacks per second (default: 50)');
  add('--seed <n>', 'the same seed gives the same calls, SIDs, payloads and faults (default: random)');
  add('--speed <x>', 'speed of calls relative to real time (default: 60, or the speed of the clock)');
  add(
    '--longest-talk <s>',
    'seconds of the longest conversation; others, and ringing, are shorter in proportion (default: 180)',
  );
  add('--callers <file>', 'who calls and is called: phone numbers and SIP addresses, one a line (default: made up)');
  add('--at <time>', 'time of the first call in its payloads, to repeat them exactly (default: now)');
  command.addOption(
    new Option('--scenario <name>', `play only this scenario; repeatable: ${scenarioNames.join(', ')}`).argParser(
      collect,
    ),
  );
  command.option('--await-target', 'serve: play the calls once the target listens');
  add('--drop <p>', 'fault, each with a probability from 0 to 1: never sent');
  add('--drop-end <p>', 'fault: the callback of the end of a leg is never sent');
  add('--unanswered <p>', 'fault: the connection is closed within the request, at every attempt');
  add('--duplicate <p>', 'fault: sent twice, half of them at the same time');
  add('--reorder <p>', 'fault: held back until a later callback of the call has arrived');
  add('--delay <p>', 'fault: sent one to six seconds late');
  add('--forge <p>', 'fault: a forged copy is sent as well');
  add('--slow <p>', 'fault: the body takes two seconds');
  addFromEnv('--clock-start <time>', 'time in the recent past at which an accelerated clock starts', 'CLOCK_START');
  addFromEnv('--clock-speed <x>', 'speed of the clock relative to real time', 'CLOCK_SPEED', '1');
  add('--port <n>', 'port of the REST and control API (default: 4010 for serve, none for run)');
  add('--host <address>', 'address that the server listens on', '127.0.0.1');
  add('--cps <n>', 'calls placed by REST that leave the queue per second (default: 1)');
  add('--call-speed <x>', 'speed of those calls relative to real time (default: 60, or the speed of the clock)');
  add('--talk-seconds <s>', 'seconds of the call until a participant leaves a conference, 0 for never (default: 30)');
  addFromEnv('--ai-key <key>', 'key of the simulated OpenAI API (default: any key)', 'OPENAI_API_KEY');
  command.option('--ai-gullible', 'its model follows instructions in transcripts');
  add('--rest-lag <s>', 'seconds until REST shows new calls and changes (default: 0)');
  add('--price-delay <s>', 'seconds from the end of a call until REST shows its price (default: 600)');
  add('--events-delay <s>', 'seconds from the end of a call until REST shows its Events; Twilio: 900 (default: 0)');
  add('--events <which>', 'requests in Events: all, or twiml for requests for TwiML (default: all)');
  add('--rest-429 <p>', 'REST fault, each a share of the requests from 0 to 1: 429');
  add('--rest-5xx <p>', 'REST fault: 503');
  add('--rest-hang <p>', 'REST fault: accepted, never answered');
  add('--rest-drip <p>', 'REST fault: answered with one byte per second');
  add('--rest-retry-after <p>', 'share of the 429s with Retry-After (default: 0)');
  add('--rest-concurrency <n>', 'more concurrent requests get 429, 0 for no limit (default: 0)');
  add('--rest-latency <ms>', 'milliseconds before each answer (default: 0)');
  add('--rest-post-lost <p>', 'share of POST Calls: the call is placed, the connection closed before the answer');
  add('--rest-post-refused <p>', 'share of POST Calls: the connection is closed, no call is placed');
  add('--rest-seed <n>', 'the same seed gives the same REST faults (default: 1)');
  command.option('--rest-revoked', 'REST fault: 401 for all requests');
  return command.option('--json', 'print the outcome as one JSON object').option('--quiet', 'print only errors');
}

const collect = (name: string, before: string[] | undefined): string[] => [...(before ?? []), name];
