import type { Explanation } from '@trunkline/explain';
import { CALL_SID } from '@trunkline/telephony/callbacks';
import { InvalidArgumentError, type Command } from 'commander';
import { openApi, type Api } from '../api/open-api.ts';
import { namedTarget, withTarget, type TargetOptions } from '../api/target.ts';
import { isPacked } from '../checkout.ts';
import { CliError } from '../cli-error.ts';
import { EXIT, type Invocation } from '../invocation.ts';
import { printResult } from '../terminal/print-result.ts';
import { findLatest, NO_CALL } from './find-latest.ts';

const EXAMPLES = `
Examples:
  npx trunkline explain latest
  npx trunkline explain CA0123456789abcdef0123456789abcdef
  npx trunkline explain CA0123456789abcdef0123456789abcdef --json

Without an installation that is named it reads the database, so that it works while
the API does not.

Exit code: 0 if the call is complete, healed or in progress; 10 if it needs
attention.`;

/** `explain CA…`: shows what happened to a call and the legs it dialled. */
export function explainCommand({ command, signal, end }: Invocation): Command {
  command
    .argument('<sid>', 'Call SID of the call or of a leg it dialled, or latest', readSid)
    .option('--json', 'print one JSON object, the same as GET /api/calls/:sid/explain')
    .addHelpText('after', EXAMPLES);
  return withTarget(command).action(async (wanted: string, options: TargetOptions & { json?: boolean }) => {
    const sid = wanted === 'latest' ? undefined : wanted;
    const explanation =
      isPacked || namedTarget(options)
        ? await explainFromApi(openApi(options, signal), sid)
        : await (await import('./explain-from-database.ts')).explainFromDatabase(sid);
    if (!explanation) throw new CliError(describeUnknown(sid), { exit: EXIT.notFound });
    const { isFinding, renderExplanation } = await import('@trunkline/explain');
    printResult(options.json, explanation, renderExplanation);
    end(isFinding(explanation.verdict.state) ? EXIT.findings : EXIT.ok);
  });
}

/** The explanation of a call, without a SID of the latest. */
export async function explainFromApi(api: Api, sid: string | undefined): Promise<Explanation | undefined> {
  const callSid = sid ?? (await findLatest(api));
  return callSid === undefined ? undefined : api.get<Explanation>(`/api/calls/${callSid}/explain`);
}

function readSid(text: string): string {
  if (text === 'latest' || CALL_SID.test(text)) return text;
  throw new InvalidArgumentError('A Call SID is CA and 32 hexadecimal digits; latest is the call that started last.');
}

const describeUnknown = (sid: string | undefined) =>
  sid === undefined
    ? NO_CALL
    : `There is no call ${sid} in the database. If Twilio has it, fetch it with npx trunkline sync --since DAY, the day of the call.`;
