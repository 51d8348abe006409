import type { Command } from 'commander';
import { openApi } from '../api/open-api.ts';
import { withTarget, type TargetOptions } from '../api/target.ts';
import { EXIT, type Invocation } from '../invocation.ts';

const EXAMPLES = `
Examples:
  npx trunkline tail
  npx trunkline tail --type "call.*" --type siren.raised
  npx trunkline tail --call CA0123456789abcdef0123456789abcdef --jsonl

It shows what happens from now on, until Ctrl-C. After a connection that broke off it goes
on behind the last event; stderr says so, also where events may be missing.`;

type Options = TargetOptions & { type?: string[]; call?: string; jsonl?: boolean };

/** `tail`: the events of an installation as they happen, a line each. */
export function tailCommand({ command, signal, end }: Invocation): Command {
  command
    .option('--type <name>', 'only these events, such as call.* or siren.raised; repeat for more', collect)
    .option('--call <sid>', 'only events of this call, by Call SID or our id')
    .option('--jsonl', 'print one JSON object per event and line')
    .addHelpText('after', EXAMPLES);
  return withTarget(command).action(async ({ type, call, jsonl, ...target }: Options) => {
    const [{ followEvents }, { describeEvent }] = await Promise.all([
      import('./follow-events.ts'),
      import('./describe-event.ts'),
    ]);
    const say = (line: string) => void process.stderr.write(`${line}\n`);
    const query = { events: type?.join(','), call };
    let seen = 0;
    for await (const frame of followEvents(openApi(target, signal), { query, signal, say })) {
      seen += 1;
      process.stdout.write(`${jsonl ? JSON.stringify(frame) : describeEvent(frame)}\n`);
    }
    say(`${process.stderr.isTTY ? '\n' : ''}Saw ${seen} ${seen === 1 ? 'event' : 'events'}.`);
    end(EXIT.interrupted);
  });
}

const collect = (text: string, before: string[] = []): string[] => [...before, text];
