import { InvalidArgumentError, Option, type Command } from 'commander';
import { withTarget } from '../api/target.ts';
import type { Invocation } from '../invocation.ts';
import { readWhole } from '../terminal/read-whole.ts';
import { renderTable } from '../terminal/render-table.ts';
import { didYouMean } from './did-you-mean.ts';
import { readSetting } from './parameters.ts';
import { isInterview, SCENARIOS, type Scenario } from './scenarios/index.ts';

const EXAMPLES = `
Examples:
  npx trunkline trigger list
  npx trunkline trigger call inbound-bridged --from +15085550120 --seed 7
  npx trunkline trigger call missing-completed
  npx trunkline trigger call busy --set completed.SipResponseCode=603 --speed 60x
  npx trunkline trigger call burst --calls 200 --timeout 120
  npx trunkline trigger call poison --dry-run

A scenario is played by the simulated Twilio of npm start, and is checked by the
API of Trunkline. Where Trunkline works with a real account, nothing is played.
Not among them: a callback that ends as a dead letter. Trunkline quarantines what it
cannot read, so no callback of Twilio makes one; see npx trunkline dlq.
Exit code of call: 0 if all is as expected, 10 if not, 124 after --timeout.`;

/** `trigger`: plays named scenarios of calls by the simulated Twilio, and checks what came of them. */
export function triggerCommand(invocation: Invocation): Command {
  const { command: trigger } = invocation;
  trigger.addHelpText('after', EXAMPLES);
  trigger
    .command('list')
    .description('list the scenarios: what happens, and what is expected')
    .option('--json', 'print one JSON object: { "data": [...] }')
    .action(({ json }: { json?: boolean }) => {
      const rows = SCENARIOS.map(({ name, what, outcome }) => [name, what, outcome]);
      const table = () => renderTable(['scenario', 'what happens', 'expected'], rows);
      process.stdout.write(json ? `${JSON.stringify({ data: SCENARIOS }, null, 2)}\n` : table());
    });
  addScenario(
    trigger.command('show').description('show a scenario: its calls, its callbacks in order, and what is expected'),
  )
    .option('--json', 'print it as JSON')
    .action((scenario: Scenario, { json }: { json?: boolean }) => {
      process.stdout.write(json ? `${JSON.stringify(scenario, null, 2)}\n` : describeScenario(scenario));
    });
  const call = addScenario(trigger.command('call').description('play a scenario, and check what came of it'))
    .option('--from <address>', 'caller; default: that of the scenario')
    .option('--to <address>', 'called party; default: that of the scenario')
    .option(
      '--set <parameter=value>',
      'value of a parameter that a callback has; completed.CallDuration=1 sets it in one of them (repeatable)',
      readSetting,
    )
    .option('--seed <n>', 'the same seed gives the same call, with SIDs of its own', readWhole(0, 1_000_000_000))
    .option('--speed <n>', 'how many times as fast as in reality the call is played; default: 10x', readSpeed)
    .option('--calls <n>', 'how many calls; default: that of the scenario', readWhole(1, 1000))
    .option('--timeout <seconds>', 'give up after this time', readWhole(1, 3600), 600)
    .option('--no-wait', 'start the call and print its SID; check nothing')
    .option('--dry-run', 'print what would be played and sent')
    .addOption(new Option('--simulator <url>', 'the simulated Twilio; default: that of npm start on this machine'))
    .option('--json', 'print one JSON object');
  withTarget(call).action(async (scenario: Scenario, options) =>
    (await import('./call-scenario.ts')).callScenario(scenario, options, invocation),
  );
  return trigger;
}

const addScenario = (command: Command): Command => command.argument('<scenario>', 'name in trigger list', readScenario);

function readScenario(name: string): Scenario {
  const found = SCENARIOS.find((scenario) => scenario.name === name);
  if (found) return found;
  const names = SCENARIOS.map((scenario) => scenario.name);
  throw new InvalidArgumentError(`There is no scenario ${name}.${didYouMean(name, names)} trigger list shows all.`);
}

function readSpeed(text: string): number {
  const [, number] = /^(\d+(?:\.\d+)?)x?$/.exec(text) ?? [];
  const speed = Number(number);
  if (speed >= 0.1 && speed <= 1000) return speed;
  throw new InvalidArgumentError('It is a number from 0.1 to 1000, such as 10x.');
}

function describeScenario(scenario: Scenario): string {
  const { name, what, outcome, callbacks, withinSeconds } = scenario;
  const parts = isInterview(scenario)
    ? { candidate: scenario.candidate, expect: scenario.expectInterview }
    : { calls: scenario.calls, ...(scenario.steps && { steps: scenario.steps }), expect: scenario.expect };
  const lines = [
    `${name}: ${what}.`,
    `Expected: ${outcome}, at most ${withinSeconds} s after the end.`,
    '',
    'Callbacks',
    ...(callbacks.length > 0 ? callbacks.map((callback) => `  ${callback}`) : ['  none']),
    ...Object.entries(parts).flatMap(([title, value]) => ['', title, ...indent(value)]),
  ];
  return `${lines.join('\n')}\n`;
}

const indent = (value: unknown): string[] =>
  JSON.stringify(value, null, 2)
    .split('\n')
    .map((line) => `  ${line}`);
