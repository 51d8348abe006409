import { readAuditChain } from '@trunkline/db/audit';
import { Command, InvalidArgumentError } from 'commander';
import { readConfig } from '../config.ts';
import { EXIT, type Invocation } from '../invocation.ts';
import { useDatabase } from '../use-database.ts';
import { verifyChain, type KnownHead, type Verdict } from './verify-chain.ts';

const EXAMPLES = `
Examples:
  npm run audit:verify
  npm run audit:verify -- --head 4711:5f0c… --json

Store the head that it prints in another system, and pass it with --head the
next time: without it, a chain looks intact that was cut off at its end or
sealed again from some line on.

Exit code: 0 if every line is unchanged, 10 if not; then it names the first.`;

type Options = { head?: KnownHead; json?: boolean };

/** `audit-verify`: recomputes the hash chain of the audit. */
export const auditVerifyCommand = ({ end }: Invocation): Command =>
  new Command('audit-verify')
    .description('recompute the hash chain of the audit, and name the first line that was changed')
    .option('--head <id:hash>', 'a head that an earlier run printed', readHead)
    .option('--json', 'print one JSON object')
    .addHelpText('after', EXAMPLES)
    .action(async ({ head, json = false }: Options) => {
      const { databaseUrl } = readConfig();
      const verdict = await useDatabase(databaseUrl, (db) => verifyChain(readAuditChain(db.pool), head));
      process.stdout.write(json ? `${JSON.stringify(verdict, null, 2)}\n` : describe(verdict));
      end(verdict.broken ? EXIT.findings : EXIT.ok);
    });

function readHead(text: string): KnownHead {
  const [, id, hash] = /^(\d{1,15}):([\da-f]{64})$/.exec(text) ?? [];
  if (id === undefined) throw new InvalidArgumentError('A head is a number, a colon and 64 hexadecimal digits.');
  return { id: Number(id), hash: hash! };
}

const DESCRIPTIONS = {
  missing: (id: number) => `Line ${id} is missing: it was deleted, and perhaps lines after it.`,
  altered: (id: number) => `Line ${id} does not follow from the one before: it was edited, inserted or moved.`,
  'not as noted': (id: number) => `Line ${id} differs from the given head: the chain was sealed again.`,
};

function describe({ lines, head, broken }: Verdict): string {
  const until = head ? ` Head: ${head.id}:${head.hash}` : '';
  if (broken) return `${DESCRIPTIONS[broken.why](broken.id)} The ${lines} lines before it are unchanged.${until}\n`;
  return `All ${lines} lines are unchanged.${until}\n`;
}
