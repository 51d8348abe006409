import { Command } from 'commander';
import { readConfig } from '../config.ts';
import { beginDemo, type DemoOptions } from '../demo/begin-demo.ts';
import { openInterviewApi } from '../demo/interview-api.ts';
import { untilRunning } from '../demo/until-running.ts';
import { watchInterview } from '../demo/watch-interview.ts';
import { EXIT } from '../exit-code.ts';
import type { Invocation } from '../run-program.ts';

const EXAMPLES = `
Examples:
  npm run demo:interview
  npm run demo:interview -- --script weak
  npm run demo:interview -- --script hangs-up-at-2

It uses a running npm start, or starts everything for as long as the interview takes. It ends with 0 when the interview was
scored, and with 10 when it was not.`;

/** `demo-interview`: triggers an interview of a pretend candidate and prints it as it goes on. */
export const demoInterviewCommand = ({ signal, end }: Invocation): Command =>
  new Command('demo-interview')
    .description('interview a pretend candidate: questions, transcripts, scores and the recommendation as they appear')
    .option('--script <name>', 'how the candidate behaves, such as strong, weak, silent, hangs-up-at-2', 'strong')
    .addHelpText('after', EXAMPLES)
    .action(async (options: DemoOptions) => {
      const config = readConfig();
      const say = (line: string) => process.stdout.write(`${line}\n`);
      await using _running = await untilRunning(config, { say, signal });
      const api = openInterviewApi(config, signal);
      const interviewId = await beginDemo(api, config, options);
      say(`Interview ${interviewId}`);
      const isReady = await watchInterview(api, interviewId, { say, signal });
      end(isReady ? EXIT.fine : EXIT.findings);
    });
