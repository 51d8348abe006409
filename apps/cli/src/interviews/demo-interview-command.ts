import type { Command } from 'commander';
import { readConfig } from '../config.ts';
import { triggerDemo, type DemoOptions } from './trigger-demo.ts';
import { openInterviewApi } from './interview-api.ts';
import { ensureRunning } from './ensure-running.ts';
import { watchInterview } from './watch-interview.ts';
import { EXIT, type Invocation } from '../invocation.ts';

const EXAMPLES = `
Examples:
  npx trunkline demo-interview
  npx trunkline demo-interview --script weak
  npx trunkline demo-interview --script hangs-up-at-2

It uses a running npm start, or starts everything for the time of the interview.

Exit code: 0 if the interview was scored, 10 if not.`;

/** `demo-interview`: triggers an interview of a simulated candidate and prints its progress. */
export const demoInterviewCommand = ({ command, signal, end }: Invocation): Command =>
  command
    .option('--script <name>', 'behavior of the candidate, such as weak, silent or hangs-up-at-2', 'strong')
    .addHelpText('after', EXAMPLES)
    .action(async (options: DemoOptions) => {
      const config = readConfig();
      const say = (line: string) => process.stdout.write(`${line}\n`);
      await using _running = await ensureRunning(config, { say, signal });
      const api = openInterviewApi(config, signal);
      const interviewId = await triggerDemo(api, config, options);
      say(`Interview ${interviewId}`);
      const isReady = await watchInterview(api, interviewId, { say, signal });
      end(isReady ? EXIT.ok : EXIT.findings);
    });
