import { loadCheckoutEnv } from '../checkout.ts';
import { openApi, type Api } from '../api/open-api.ts';
import { readUrl, type TargetOptions } from '../api/target.ts';
import { CliError } from '../cli-error.ts';
import { EXIT, type ExitCode, type Invocation } from '../invocation.ts';
import { showProgress } from '../terminal/show-progress.ts';
import type { Check } from './check-facts.ts';
import { describeCalls, describeChecks, describeInterview } from './describe-run.ts';
import { proveSimulated, refuseRealAccount } from './refuse-real-account.ts';
import { followCall, lookEveryMs, planCalls, type CallOptions } from './run-calls.ts';
import { followInterview, startInterview } from './run-interview.ts';
import { isInterview, type CallScenario, type InterviewScenario, type Scenario } from './scenarios/index.ts';
import { openSimulator, type Simulator } from './simulator.ts';

type Options = TargetOptions &
  CallOptions & { timeout: number; wait: boolean; dryRun?: boolean; simulator?: string; json?: boolean };

type Parts = { api: Api; simulator: Simulator; signal: AbortSignal; webhooks: string; options: Options };

/** What the command prints in the end: for machines, for people, and what to look at next. */
type Outcome = { json: object; text: string; next: string; checks: readonly Check[] };

/** `trigger call`: plays a scenario against an installation with a simulated Twilio, and checks it. */
export async function callScenario(scenario: Scenario, options: Options, { signal, end }: Invocation): Promise<void> {
  const timeout = AbortSignal.timeout(options.timeout * 1000);
  const either = AbortSignal.any([signal, timeout]);
  const api = openApi(options, either);
  const simulator = openSimulator(options.simulator ? readUrl(options.simulator) : localSimulator(), either);
  try {
    const webhooks = await refuseRealAccount(api, simulator);
    const parts = { api, simulator, signal: either, webhooks, options };
    const outcome = isInterview(scenario) ? await runInterview(scenario, parts) : await runCalls(scenario, parts);
    end(report(outcome, options));
  } catch (error) {
    if (!timeout.aborted || signal.aborted) throw error;
    throw new CliError(
      `The scenario ${scenario.name} was not over after ${options.timeout} s. Give it longer with --timeout, or play it faster with --speed.`,
      { cause: error, exit: EXIT.timeout },
    );
  }
}

function localSimulator(): string {
  loadCheckoutEnv();
  return `http://127.0.0.1:${process.env['SIMULATOR_PORT'] || 4010}`;
}

async function runCalls(scenario: CallScenario, parts: Parts): Promise<Outcome> {
  const { simulator, webhooks, options } = parts;
  const calls = planCalls(scenario, webhooks, options);
  if (options.dryRun) return describeDryRun(scenario, simulator, calls);
  const sids: string[] = [];
  for (const call of calls) sids.push(await simulator.play(call));
  if (!options.wait) return started(scenario, sids);
  using progress = showProgress('callbacks');
  const acknowledged = new Map<string, number>();
  const follow = (sid: string) =>
    followCall(parts, sid, scenario, {
      everyMs: lookEveryMs(sids.length),
      onProgress: (count) => {
        if (acknowledged.get(sid) === count) return;
        acknowledged.set(sid, count);
        const done = acknowledged.values().reduce((sum, each) => sum + each, 0);
        progress.update(done, Math.max(done, scenario.callbacks.length * sids.length), scenario.name);
      },
    });
  const runs = await Promise.all(sids.map(follow));
  progress.end();
  const unused = options.set?.filter(({ parameter }) =>
    runs.every(({ facts }) => facts.truth.unused.includes(parameter)),
  );
  if (unused?.[0])
    throw new CliError(
      `No callback of ${scenario.name} has ${unused[0].parameter}. trigger show ${scenario.name} lists its callbacks.`,
      { exit: EXIT.usage },
    );
  const sentence = describeCalls(runs);
  const checks = runs.flatMap((run) => run.checks);
  return {
    json: {
      scenario: scenario.name,
      ok: checks.every(({ ok }) => ok),
      sentence,
      calls: runs.map(({ callSid, seconds, checks: own }) => ({ call_sid: callSid, seconds, checks: own })),
    },
    text: `${describeChecks(runs)}${sentence}\n`,
    next: nextOf(scenario, runs.find((run) => run.checks.some(({ ok }) => !ok))?.callSid ?? sids[0]!),
    checks,
  };
}

/** Of a call that Trunkline does not know there is nothing to explain. */
function nextOf({ expect }: CallScenario, callSid: string): string {
  if (expect.siren) return 'npx trunkline sirens list';
  return expect.state === 'unknown' ? 'npx trunkline doctor' : `npx trunkline explain ${callSid}`;
}

const started = ({ name }: Scenario, sids: readonly string[]): Outcome => ({
  json: { scenario: name, calls: sids.map((sid) => ({ call_sid: sid })) },
  text: `${sids.join('\n')}\n`,
  next: `npx trunkline explain ${sids[0]}`,
  checks: [],
});

function describeDryRun({ name, callbacks }: CallScenario, { url }: Simulator, calls: readonly object[]): Outcome {
  const [first, ...others] = calls.map(
    (call) => `curl -sX POST ${url}/simulator/calls -H 'content-type: application/json' -d '${quoted(call)}'`,
  );
  const shown = others.length > 2 ? [first, `# and ${others.length} more like it`] : [first, ...others];
  const sent = callbacks.map((callback) => `#   ${callback}`);
  const list = sent.length > 0 ? ['# Twilio then sends, signed:', ...sent] : ['# Twilio then sends nothing.'];
  return {
    json: { scenario: name, calls, callbacks },
    text: `${[...shown, ...list].join('\n')}\n`,
    next: `npx trunkline trigger call ${name}`,
    checks: [],
  };
}

const quoted = (call: object): string => JSON.stringify(call).replaceAll("'", String.raw`'\''`);

async function runInterview(scenario: InterviewScenario, parts: Parts): Promise<Outcome> {
  const { api, simulator, signal, options } = parts;
  const { from, to, set, seed, speed, calls } = options;
  if ([from, to, set, seed, speed, calls].some((given) => given !== undefined))
    throw new CliError(
      `${scenario.name} is a call that Trunkline places itself, so --from, --to, --set, --seed, --speed and --calls do not apply.`,
      { exit: EXIT.usage },
    );
  if (options.dryRun)
    return {
      json: { scenario: scenario.name, candidate: scenario.candidate, callbacks: scenario.callbacks },
      text: `# Trunkline interviews ${scenario.candidate}: POST ${api.url}/api/trigger-interview\n# Twilio then sends, signed:\n${scenario.callbacks.map((callback) => `#   ${callback}\n`).join('')}`,
      next: `npx trunkline trigger call ${scenario.name}`,
      checks: [],
    };
  await proveSimulated(api, simulator, signal);
  const interviewId = await startInterview(api, scenario);
  if (!options.wait)
    return {
      json: { scenario: scenario.name, interview_id: interviewId },
      text: `${interviewId}\n`,
      next: `curl -s ${api.url}/api/interviews/${interviewId}/flow/`,
      checks: [],
    };
  let shown = '';
  const onStage = (stage: string): void => {
    if (stage !== shown) process.stderr.write(`${stage}\n`);
    shown = stage;
  };
  const run = await followInterview(api, interviewId, scenario, { signal, onStage });
  const sentence = describeInterview(run);
  return {
    json: {
      scenario: scenario.name,
      ok: run.checks.every(({ ok }) => ok),
      sentence,
      interview_id: interviewId,
      call_sid: run.callSid,
      seconds: run.seconds,
      checks: run.checks,
    },
    text: `${describeChecks([run])}${sentence}\n`,
    next: run.callSid ? `npx trunkline explain ${run.callSid}` : 'npx trunkline status',
    checks: run.checks,
  };
}

function report({ json, text, next, checks }: Outcome, options: Options): ExitCode {
  process.stdout.write(options.json ? `${JSON.stringify(json, null, 2)}\n` : text);
  if (!options.json) process.stderr.write(`Next: ${next}\n`);
  return checks.every(({ ok }) => ok) ? EXIT.ok : EXIT.findings;
}
