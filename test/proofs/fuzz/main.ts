/**
 * `npm run fuzz`: signed forms of all kinds of Twilio's requests, with random fields, parties of every form, and names and
 * values of applications and SIP callers that imitate Twilio's. Exit code 1: a call vanished, a forged value is in a column,
 * a process crashed or logged an error, or an answer was no 2xx. The seed is printed; failing forms are printed small.
 */
import { readOptions } from '../../../bench/report/options.ts';
import { recordRun } from '../../../bench/report/record.ts';
import { eventually } from '../../support/eventually.ts';
import { openFieldStack } from '../field/open-field-stack.ts';
import { countUnfinished, findForged, isShown, listCalls, stateOf } from './check-calls.ts';
import { makeForm, plantedForm, type Form } from './make-form.ts';
import { openSender, postForms } from './post-forms.ts';
import { shrinkForm } from './shrink-form.ts';

const options = readOptions('fuzz', {
  forms: [100_000, 'forms'],
  seed: [0, 'of the forms; 0: a new one'],
  connections: [32, 'forms posted at the same time'],
  sample: [1000, 'calls that are also read one by one'],
  shown: [5, 'failing forms that are made small and printed'],
});
const seed = options.seed || Math.floor(Math.random() * 2 ** 31);
console.log(`seed ${seed}, ${options.forms} forms`);

const began = performance.now();
await using stack = await openFieldStack({ LOG_LEVEL: 'warn', API_RATE_PER_MINUTE: '1000000' });
const ingest = await stack.app('ingest');
const apps = [ingest, await stack.app('worker-status'), await stack.app('api')];
using sender = openSender(ingest.url, options.connections);

const formOf = (n: number): Form => makeForm(seed, n);
await sender.send(plantedForm());
const answers = await postForms(sender, options.forms, options.connections, formOf);
const posted = performance.now();
console.log(`posted in ${Math.round((posted - began) / 1000)} s: ${JSON.stringify(Object.fromEntries(answers))}`);
const untilDrained = () =>
  eventually(
    async () => {
      const count = await countUnfinished(stack);
      if (count > 0) throw new Error(`${count} callbacks are not applied yet`);
    },
    { timeoutMs: 1_200_000, everyMs: 100 },
  );
await untilDrained();

const listed = await listCalls(stack);
const forms = Array.from({ length: options.forms }, (_, n) => formOf(n));
const vanished = forms.filter(({ callSid }) => !listed.has(callSid));
const step = Math.max(1, Math.floor(forms.length / options.sample));
for (const [n, form] of forms.entries())
  if (n % step === 0 && listed.has(form.callSid) && !(await isShown(stack, form.callSid))) vanished.push(form);
const forgeries = new Map((await findForged(stack)).map(({ sid, found }) => [sid, found]));
const foundPlanted = Number(forgeries.delete(plantedForm().callSid));
const forged = forms.filter(({ callSid }) => forgeries.has(callSid));
const contacts = [...forgeries].filter(([sid]) => !sid.startsWith('CA'));

await show('VANISHED', vanished, async ({ callSid }) => {
  if (await isShown(stack, callSid)) return null;
  const { state, error } = (await stateOf(stack, callSid)) ?? { state: 'not stored under its CallSid', error: null };
  return [state, error].filter(Boolean).join(': ');
});
await show('FORGED', forged, async ({ callSid }) => (await findForged(stack, callSid))[0]?.found ?? null);
for (const [sid, found] of contacts) console.log(`FORGED ${sid} ${found}`);

const errors = apps.flatMap(
  ({ output }) =>
    output
      .split('\n')
      .filter((line) => /"level":"(?:error|fatal)"|nhandled|^\w*Error/.test(line))
      .filter((line) => !line.includes('"event":"emergency_call_refused"')), // some forms dial 911
);
for (const line of errors.slice(0, 5)) console.log(line.slice(0, 500));
const of = (isCounted: (status: number) => boolean) =>
  [...answers].reduce((sum, [status, count]) => sum + (isCounted(status) ? count : 0), 0);
const result = {
  bench: 'fuzz',
  seed,
  forms: options.forms,
  vanished: vanished.length,
  forged: forgeries.size,
  planted: 1,
  found: foundPlanted,
  crashes: apps.filter(({ isRunning }) => !isRunning).length,
  errors: errors.length,
  server_errors: of((status) => status === 0 || (status >= 500 && status !== 503)),
  sent_again: of((status) => status === 503),
  refused: of((status) => status >= 300 && status < 500),
  seconds: Math.round((performance.now() - began) / 1000),
};
console.table(result);
recordRun('fuzz', { ...options, seed }, [result]);
console.log(JSON.stringify(result));
const { vanished: gone, forged: read, crashes, errors: logged, server_errors: failed, refused } = result;
process.exitCode = gone + read + crashes + logged + failed + refused === 0 && foundPlanted === 1 ? 0 : 1;

/** Prints the failing forms by their reason, and one of each reason as small as it still fails for it. */
async function show(
  what: string,
  failing: readonly Form[],
  reasonOf: (form: Form) => Promise<string | null>,
): Promise<void> {
  const reasons = new Map<string, Form[]>();
  for (const form of failing.slice(0, 2000)) {
    const reason = (await reasonOf(form)) ?? 'no longer';
    reasons.set(reason, [...(reasons.get(reason) ?? []), form]);
  }
  const most = [...reasons].toSorted(([, a], [, b]) => b.length - a.length);
  for (const [reason, alike] of most) console.log(`${what} ${alike.length} × ${reason}`);
  for (const [reason, [form]] of most.slice(0, options.shown)) {
    const { name, target, pairs } = await shrinkForm(form!, async (candidate) => {
      await sender.send(candidate);
      await untilDrained();
      return (await reasonOf(candidate)) === reason;
    });
    console.log(`${what}: ${reason}\n  ${name} ${target}\n  ${JSON.stringify(pairs)}`);
  }
}
