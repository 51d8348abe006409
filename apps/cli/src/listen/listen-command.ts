import { printable } from '@trunkline/explain/text';
import { Option, type Command } from 'commander';
import { openApi, type Api } from '../api/open-api.ts';
import { withTarget, type TargetOptions } from '../api/target.ts';
import { loadCheckoutEnv } from '../checkout.ts';
import { CliError } from '../cli-error.ts';
import { EXIT, type Invocation } from '../invocation.ts';
import { lineOf, type Shown } from './describe-callback.ts';
import type { Forward } from './forward-callback.ts';
import { showScreen } from './show-screen.ts';
import { watchCallbacks, type Counts } from './watch-callbacks.ts';

const EXAMPLES = `
Examples:
  npx trunkline listen
  npx trunkline listen --forward-to http://localhost:3000
  npx trunkline listen --call CA0123456789abcdef0123456789abcdef --output jsonl

--forward-to posts each callback to an application under development as well, signed
with TWILIO_AUTH_TOKEN for that URL. An origin gets the path of the callback; a URL
with a path gets all. Twilio has its answer from Trunkline: what the application
answers is shown, and goes nowhere.`;

const OUTPUTS = ['screen', 'lines', 'jsonl'] as const;

type Options = TargetOptions & {
  forwardTo?: string;
  unsigned?: boolean;
  call?: string;
  type?: string;
  output?: (typeof OUTPUTS)[number];
};

/** `listen`: shows callbacks as they come, and forwards them to an application under development. */
export function listenCommand({ command, signal }: Invocation): Command {
  command
    .option('--forward-to <url>', 'post each to an application under development as well')
    .option('--unsigned', 'forward without a signature')
    .option('--call <sid>', 'only callbacks of this call')
    .option('--type <kind>', 'only callbacks of this kind, such as call-status')
    .addOption(new Option('--output <form>', 'screen on a terminal, else lines').choices(OUTPUTS))
    .addHelpText('after', EXAMPLES);
  return withTarget(command).action(async (options: Options) => {
    const api = openApi(options, signal);
    const forward = await openForward(options);
    const filter = {
      ...(options.call !== undefined && { call_sid: options.call }),
      ...(options.type !== undefined && { type: options.type }),
    };
    await api.get('/api/inbox', { ...filter, counts: false, limit: 1 }); // fails on a wrong key or filter before the screen is drawn
    const counts: Counts = { seen: 0, forwarded: 0, failed: 0 };
    const counted: Forward | undefined =
      forward &&
      (async (callback) => {
        const result = await forward(callback);
        if (result.error === undefined && result.status! < 300) counts.forwarded++;
        else counts.failed++;
        return result;
      });
    const form = options.output ?? (process.stdout.isTTY && process.stdin.isTTY ? 'screen' : 'lines');
    const watch = { api, signal, filter };
    try {
      if (form === 'screen') await showScreen({ ...watch, forward: counted, to: options.forwardTo, counts });
      else await printLines(watch, form, counted, counts);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
    const ofForwards = forward ? `, ${counts.forwarded} forwarded, ${counts.failed} not` : '';
    process.stderr.write(`${counts.seen} callbacks${ofForwards}.\n`);
  });
}

type Watch = { api: Api; signal: AbortSignal; filter: Readonly<Record<string, string>> };

async function printLines(watch: Watch, form: 'lines' | 'jsonl', forward: Forward | undefined, counts: Counts) {
  const print = (shown: Shown): void => {
    const { callback, forwarded } = shown;
    const line = form === 'lines' ? lineOf(shown) : JSON.stringify(forwarded ? { ...callback, forwarded } : callback);
    process.stdout.write(`${line}\n`);
  };
  await watchCallbacks({
    ...watch,
    onSkipped: (count) => process.stderr.write(`${count} callbacks came too fast and are not shown.\n`),
    async onNew(callback) {
      counts.seen++;
      const forwarded = await forward?.(callback);
      print({ callback, state: callback.state, ...(forwarded && { forwarded }) });
    },
  });
}

async function openForward({ forwardTo, unsigned }: Options): Promise<Forward | undefined> {
  if (forwardTo === undefined) return undefined;
  if (!URL.canParse(forwardTo) || !/^https?:/.test(forwardTo))
    throw new CliError(`--forward-to: ${printable(forwardTo)} is no URL, such as http://localhost:3000.`, {
      exit: EXIT.usage,
    });
  loadCheckoutEnv();
  const token = unsigned ? undefined : process.env['TWILIO_AUTH_TOKEN'];
  if (!unsigned && !token)
    throw new CliError(
      'Set TWILIO_AUTH_TOKEN to the token that the application checks signatures with, or give --unsigned.',
      { exit: EXIT.config },
    );
  const { forwardCallback } = await import('./forward-callback.ts');
  return (callback) => forwardCallback(forwardTo, token, callback);
}
