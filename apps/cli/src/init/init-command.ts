import { ACCOUNT_SID } from '@trunkline/telephony/callbacks';
import { printable } from '@trunkline/explain/text';
import type { Command } from 'commander';
import { spawnSync } from 'node:child_process';
import { relative, resolve } from 'node:path';
import { text as readStream } from 'node:stream/consumers';
import { CHECKOUT, loadCheckoutEnv } from '../checkout.ts';
import { CliError } from '../cli-error.ts';
import { EXIT, type Invocation } from '../invocation.ts';
import type { Account } from './ask-account.ts';
import { openPrompts, type Prompts } from './prompts.ts';
import { writeSettings, type Settings } from './write-settings.ts';

const EXAMPLES = `
Examples:
  npx trunkline init
  npx trunkline init --account-sid AC0123456789abcdef0123456789abcdef --auth-token-stdin \\
    --tunnel cloudflared --number +16175006181 < token.txt

It asks for what is not given, asks Twilio whether it is right, and writes .env of the
checkout, whose other lines stay. Nothing is changed at Twilio: npm start connects the
numbers while it runs, and gives them back at the end.`;

type Options = {
  accountSid?: string;
  authTokenStdin?: boolean;
  tunnel?: string;
  publicUrl?: string;
  number?: string[];
  file?: string;
};

/** `init`: writes the settings of a real Twilio account into `.env`. */
export const initCommand = ({ command, signal }: Invocation): Command =>
  command
    .option('--account-sid <sid>', 'the account, AC…')
    .option('--auth-token-stdin', 'read its auth token from stdin')
    .option('--tunnel <program>', 'how Twilio reaches this machine: cloudflared or ngrok')
    .option('--public-url <url>', 'or the public URL of ingest, such as https://calls.example.com')
    .option('--number <number...>', 'numbers to connect while it runs; none are connected without')
    .option('--file <path>', 'the file to write; default: .env of the checkout')
    .addHelpText('after', EXAMPLES)
    .action(async (options: Options) => {
      loadCheckoutEnv();
      const prompts = process.stdin.isTTY ? await openPrompts() : undefined;
      prompts?.begin('Trunkline with a real Twilio account');
      const { accountSid, authToken, account } = await readAccount(options, prompts);
      signal.throwIfAborted();
      say(prompts, `Account ${account.name}, ${account.status}, with ${countOf(account.numbers.length)}`);
      const address = await readAddress(options, prompts);
      const connected = await readNumbers(options, prompts, account);
      const path = options.file ?? resolve(CHECKOUT, '.env');
      await writeSettings(path, {
        TWILIO_ACCOUNT_SID: accountSid,
        TWILIO_AUTH_TOKEN: authToken,
        ...address,
        CONNECT: connected.join(',') || undefined,
        OWNED_PHONE_NUMBERS: account.numbers.map(({ number }) => number).join(',') || undefined,
        DATA_DIR: LIVE_DATA,
      });
      const file = relative(process.cwd(), path) || path;
      const next = `${file} is written. Next: npm start${connected.length > 0 ? `, then call ${connected[0]}` : ''}`;
      if (prompts) prompts.finish(next);
      else process.stderr.write(`${next}\n`);
    });

/** The demo keeps its calls in `.data`: real ones are kept apart. */
const LIVE_DATA = '.data/live';

const TUNNELS = ['cloudflared', 'ngrok'];

const countOf = (numbers: number): string => (numbers === 1 ? '1 number' : `${numbers} numbers`);

function say(prompts: Prompts | undefined, line: string): void {
  if (prompts) prompts.say(printable(line));
  else process.stderr.write(`${printable(line)}\n`);
}

/** Asks again while Twilio refuses what a person types. */
async function readAccount({ accountSid: givenSid, authTokenStdin }: Options, prompts: Prompts | undefined) {
  if (givenSid !== undefined && faultOfSid(givenSid)) throw usage(`--account-sid: ${faultOfSid(givenSid)}`);
  if (!prompts && givenSid === undefined) throw notGiven('--account-sid');
  if (!prompts && !authTokenStdin) throw notGiven('--auth-token-stdin');
  const piped = authTokenStdin ? (await readStream(process.stdin)).trim() : undefined;
  if (piped === '') throw usage('stdin has no auth token.');
  for (;;) {
    const accountSid = givenSid ?? (await prompts!.ask('Account SID, from console.twilio.com', faultOfSid));
    const authToken = piped ?? (await prompts!.askSecret('Auth token, from the same page'));
    try {
      const asked = import('./ask-account.ts').then(({ askAccount }) => askAccount(accountSid, authToken)); // slow to load
      return { accountSid, authToken, account: await (prompts ? prompts.during('Asking Twilio', asked) : asked) };
    } catch (error) {
      const message = describeRefusal(error as Error);
      if (!prompts || piped !== undefined) throw new CliError(message, { cause: error, exit: exitOf(error as Error) });
      prompts.complain(message);
    }
  }
}

/** Twilio's own words are about requests and variables. */
const describeRefusal = (error: Error): string =>
  error.name === 'TwilioCredentialsError'
    ? 'Twilio refuses this SID with this token. Copy both from the same page of console.twilio.com.'
    : `Twilio could not be asked: ${error.message}`;

const exitOf = ({ name }: Error) => (name === 'TwilioCredentialsError' ? EXIT.refused : EXIT.unavailable);

const faultOfSid = (sid: string | undefined): string | undefined =>
  ACCOUNT_SID.test(sid ?? '') ? undefined : 'An account SID is AC and 32 hexadecimal digits.';

/** The variables that tell how Twilio reaches this machine. */
async function readAddress({ tunnel, publicUrl }: Options, prompts: Prompts | undefined): Promise<Settings> {
  if (tunnel !== undefined && publicUrl !== undefined) throw usage('Give either --tunnel or --public-url.');
  if (tunnel !== undefined && !TUNNELS.includes(tunnel))
    throw usage(`--tunnel is ${TUNNELS.join(' or ')}. Give a URL with --public-url.`);
  if (publicUrl !== undefined && faultOfUrl(publicUrl)) throw usage(`--public-url: ${faultOfUrl(publicUrl)}`);
  if (tunnel !== undefined) return { TUNNEL: tunnel, WEBHOOK_BASE_URL: undefined };
  if (publicUrl !== undefined) return { TUNNEL: undefined, WEBHOOK_BASE_URL: publicUrl.replace(/\/+$/, '') };
  if (!prompts) throw notGiven('--tunnel or --public-url');
  const chosen = await prompts.choose('How does Twilio reach this machine?', [
    ...TUNNELS.map((name) => ({
      value: name,
      label: `a tunnel of ${name}`,
      hint: isInstalled(name) ? 'installed' : 'not installed; npm start says how to get it',
    })),
    { value: '', label: 'a public URL of mine' },
  ]);
  if (chosen !== '') return { TUNNEL: chosen, WEBHOOK_BASE_URL: undefined };
  const url = await prompts.ask('Public URL of ingest, such as https://calls.example.com', faultOfUrl);
  return { TUNNEL: undefined, WEBHOOK_BASE_URL: url.replace(/\/+$/, '') };
}

const isInstalled = (program: string): boolean => spawnSync(program, ['--version']).error === undefined;

function faultOfUrl(text: string | undefined): string | undefined {
  const url = URL.parse(text ?? '');
  if (!url || !['https:', 'http:'].includes(url.protocol)) return 'A URL begins with https://.';
  return url.origin === text!.replace(/\/+$/, '') ? undefined : 'Give the origin alone, without a path.';
}

async function readNumbers(
  { number: given }: Options,
  prompts: Prompts | undefined,
  { numbers }: Account,
): Promise<string[]> {
  const unknown = given?.find((wanted) => !numbers.some(({ number }) => number === wanted));
  if (unknown !== undefined)
    throw new CliError(`The account has no number ${unknown}. ${listOf(numbers)}`, { exit: EXIT.notFound });
  if (given || !prompts || numbers.length === 0) return given ?? [];
  return prompts.chooseSome(
    'Which numbers shall send their calls here while Trunkline runs?',
    numbers.map(({ number, voiceUrl }) => ({ value: number, label: number, hint: voiceUrl || 'no voice URL now' })),
  );
}

const listOf = (numbers: Account['numbers']): string =>
  numbers.length > 0 ? `It has ${numbers.map(({ number }) => number).join(', ')}.` : 'It has none.';

const usage = (message: string): CliError => new CliError(message, { exit: EXIT.usage });
const notGiven = (options: string): CliError =>
  usage(`There is no terminal to ask at. Give ${options}; npx trunkline init --help shows an example.`);
