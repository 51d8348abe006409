import { unscoped } from '@trunkline/db/connection';
import { findLatestCall, readCallStory } from '@trunkline/db/explain';
import { explainCall, isFinding, renderExplanation } from '@trunkline/explain';
import { CALL_SID } from '@trunkline/telephony/callbacks';
import { InvalidArgumentError, type Command } from 'commander';
import { readConfig } from '../config.ts';
import { EXIT, type Invocation } from '../invocation.ts';
import { CliError } from '../cli-error.ts';
import { useDatabase } from '../use-database.ts';

const LATEST = 'latest';

const EXAMPLES = `
Examples:
  npx trunkline explain latest
  npx trunkline explain CA0123456789abcdef0123456789abcdef
  npx trunkline explain CA0123456789abcdef0123456789abcdef --json

Exit code: 0 if the call is complete, healed or in progress; 10 if it needs
attention.`;

/** `explain CA…`: shows what happened to a call and the legs it dialled. */
export const explainCommand = ({ command, end }: Invocation): Command =>
  command
    .argument('<sid>', 'Call SID of the call or of a leg it dialled, or latest', readSid)
    .option('--json', 'print one JSON object, the same as GET /api/calls/:sid/explain')
    .addHelpText('after', EXAMPLES)
    .action(async (wanted: string, { json = false }: { json?: boolean }) => {
      const story = await useDatabase(readConfig().databaseUrl, async (db) => {
        const callSid = wanted === LATEST ? await findLatestCall(unscoped(db)) : wanted;
        return callSid === undefined ? undefined : readCallStory(unscoped(db), { callSid });
      });
      if (!story) throw new CliError(describeUnknown(wanted), { exit: EXIT.notFound });
      const explanation = explainCall(story, new Date());
      process.stdout.write(json ? `${JSON.stringify(explanation, null, 2)}\n` : renderExplanation(explanation));
      end(isFinding(explanation.verdict.state) ? EXIT.findings : EXIT.ok);
    });

function readSid(text: string): string {
  if (text === LATEST || CALL_SID.test(text)) return text;
  throw new InvalidArgumentError('A Call SID is CA and 32 hexadecimal digits; latest is the call that started last.');
}

const describeUnknown = (callSid: string) =>
  callSid === LATEST
    ? 'There is no call in the database yet.'
    : `There is no call ${callSid} in the database. If Twilio has it, fetch it with npx trunkline sync --since DAY, the day of the call.`;
