import { unscoped } from '@trunkline/db/connection';
import { readCallStory } from '@trunkline/db/explain';
import { explainCall, isFinding, renderExplanation } from '@trunkline/explain';
import { CALL_SID } from '@trunkline/telephony/callbacks';
import { Command, InvalidArgumentError } from 'commander';
import { readConfig } from '../config.ts';
import { EXIT } from '../exit-code.ts';
import type { Invocation } from '../run-program.ts';
import { Trouble } from '../trouble.ts';
import { useDatabase } from '../use-database.ts';

const EXAMPLES = `
Examples:
  npm run explain -- CA0123456789abcdef0123456789abcdef
  npm run explain -- CA0123456789abcdef0123456789abcdef --json

It ends with 0 for a call that is complete, healed or still going on, and with 10 for one that needs a person.`;

/** `explain CA…`: what happened to a call and the legs it dialled. */
export const explainCommand = ({ end }: Invocation): Command =>
  new Command('explain')
    .description('say what happened to a call: what was expected, what came, what was healed, what to do now')
    .argument('<sid>', 'Call SID of the call or of a leg that it dialled', readSid)
    .option('--json', 'print one JSON object, as GET /api/calls/:sid/explain answers')
    .addHelpText('after', EXAMPLES)
    .action(async (callSid: string, { json = false }: { json?: boolean }) => {
      const { databaseUrl } = readConfig();
      const story = await useDatabase(databaseUrl, (db) => readCallStory(unscoped(db.pool), { callSid }));
      if (!story) throw new Trouble(unknown(callSid));
      const explanation = explainCall(story, new Date());
      process.stdout.write(json ? `${JSON.stringify(explanation, null, 2)}\n` : renderExplanation(explanation));
      end(isFinding(explanation.verdict.state) ? EXIT.findings : EXIT.fine);
    });

function readSid(text: string): string {
  if (CALL_SID.test(text)) return text;
  throw new InvalidArgumentError('A Call SID is CA and 32 hexadecimal digits.');
}

const unknown = (callSid: string) =>
  `Nothing is known of ${callSid}. If Twilio knows it, fetch it: npm run sync -- --since the day of the call.`;
