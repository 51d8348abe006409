import type { doctorReport } from '@trunkline/api-contract/doctor';
import { printable } from '@trunkline/explain/text';
import {
  checkOf,
  DOCTOR_CHECKS,
  failure,
  inOrder,
  reportStateOf,
  uncheckedOf,
  warning,
  type DoctorCheck,
} from '@trunkline/telephony/doctor';
import type { Command } from 'commander';
import type { output } from 'zod';
import { openApi, type Api } from '../api/open-api.ts';
import { readTarget, withTarget, type Target, type TargetOptions } from '../api/target.ts';
import { CliError } from '../cli-error.ts';
import { EXIT, type Invocation } from '../invocation.ts';
import { printResult } from '../terminal/print-result.ts';
import { checkEventStream } from './check-event-stream.ts';
import { checkMachine } from './check-machine.ts';

type Answer = output<typeof doctorReport>;
type Report = { url: string; state: ReturnType<typeof reportStateOf>; checks: DoctorCheck[] };

const EXAMPLES = `
Examples:
  npx trunkline doctor
  npx trunkline doctor --url https://calls.example.com --json

It has worker-reconcile read the numbers, applications, SIP domains and alerts of the Twilio account, and post a signed
callback to WEBHOOK_BASE_URL. Nothing is changed: npx trunkline connect does that.

Exit code: 0 if nothing is wrong, 10 if something is.`;

/** `doctor`: examines everything on the way from Twilio to the console, and says what to do about what is wrong. */
export function doctorCommand({ command, signal, end }: Invocation): Command {
  command.option('--json', 'print the findings as JSON').addHelpText('after', EXAMPLES);
  return withTarget(command).action(async (options: TargetOptions & { json?: boolean }) => {
    const target = readTarget(options);
    const checks = await examine(openApi(options, signal), target, signal);
    const report: Report = { url: target.url, state: reportStateOf(checks), checks: inOrder(checks) };
    printResult(options.json, report, describeReport);
    end(report.state === 'ok' || report.state === 'unknown' ? EXIT.ok : EXIT.findings);
  });
}

/** What this machine sees itself, and what the installation examines. */
async function examine(api: Api, target: Target, signal: AbortSignal): Promise<DoctorCheck[]> {
  const machine = await checkMachine();
  const began = performance.now();
  const answer = await api.post<Answer>('/api/doctor', {}).catch((error: unknown) => {
    if (signal.aborted || !(error instanceof CliError)) throw error;
    return error;
  });
  if (answer instanceof CliError) return [machine, refusedBy(answer)];
  const took = Math.round(performance.now() - began);
  const reached = checkOf('api', `${target.url} answered in ${took} ms`, judgeUrl(target.url));
  const examined = answer.checks.map(({ name, state, detail, findings }) => ({ name, state, detail, findings }));
  return [machine, reached, await checkEventStream(target, signal), ...examined];
}

/** An API that does not answer, or not this key, is a finding like any other. */
function refusedBy({ message, exit }: CliError): DoctorCheck {
  if (exit === EXIT.usage) return uncheckedOf('api', 'unknown', message);
  const [sentence, fix] = splitSentence(message);
  const kind = exit === EXIT.refused ? 'api-refuses' : 'api-away';
  return checkOf('api', sentence, [failure(kind, sentence, fix)]);
}

function splitSentence(message: string): [sentence: string, fix: string] {
  const at = message.indexOf('. ');
  return at === -1 ? [message, 'See npx trunkline status.'] : [message.slice(0, at + 1), message.slice(at + 2)];
}

/** A key in plain text is read by every router on the way. */
function judgeUrl(text: string): DoctorCheck['findings'] {
  const { protocol, hostname } = new URL(text);
  if (protocol === 'https:' || /^(?:localhost|127\..*|\[::1\])$/.test(hostname)) return [];
  const sentence = `${hostname} is asked without encryption: the key can be read on the way.`;
  return [
    warning(
      'api-url-plain',
      sentence,
      'Put a proxy with a certificate before api (docs/operations/one-origin.md), and name its https URL.',
    ),
  ];
}

const MARKS = { ok: '✓', warning: '▲', failure: '✗', unknown: '?', off: '–' } as const;

function describeReport({ url, checks }: Report): string {
  const width = Math.max(...checks.map(({ name }) => DOCTOR_CHECKS[name].length));
  const lines = checks.flatMap(({ name, state, detail, findings }) => [
    ` ${MARKS[state]} ${DOCTOR_CHECKS[name].padEnd(width)}  ${detail}`,
    ...findings.flatMap(({ level, sentence, fix }) => [`   ${MARKS[level]} ${sentence}`, `     ${fix}`]),
  ]);
  return `${[`${url}: ${checks.length} checks`, ...lines, '', summarize(checks)].map(printable).join('\n')}\n`;
}

function summarize(checks: readonly DoctorCheck[]): string {
  const findings = checks.flatMap((check) => check.findings);
  const failures = findings.filter(({ level }) => level === 'failure').length;
  const warnings = findings.length - failures;
  const unknown = checks.filter(({ state }) => state === 'unknown').length;
  const open = unknown > 0 ? ` ${count(unknown, 'check')} could not be made.` : '';
  if (findings.length === 0) return `Nothing is wrong.${open}`;
  const next = findings
    .map(({ fix }) => /npx trunkline connect \S+|npx trunkline [a-z]+ [a-z]+ \S+/.exec(fix)?.[0])
    .find(Boolean);
  return `${count(failures, 'failure')}, ${count(warnings, 'warning')}.${open}${next ? ` Next: ${next}` : ''}`;
}

const count = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`;
