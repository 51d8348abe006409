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

It ends with 0 where every line is what it was, and with 10 where one is not: then it names the first. Note the head that
it prints somewhere else, such as in another system's log, and give it the next time: a chain that was cut off at its end,
or sealed anew from some line on, differs from nothing but that.`;

type Options = { head?: KnownHead; json?: boolean };

/** `audit-verify`: recomputes the chain of the audit. */
export const auditVerifyCommand = ({ end }: Invocation): Command =>
  new Command('audit-verify')
    .description('recompute the audit’s chain of hashes, and name the first line that is not what it was')
    .option('--head <id:hash>', 'a head that was noted before', readHead)
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

const SAYS = {
  missing: (id: number) => `Line ${id} is missing: it, and perhaps more after it, was deleted.`,
  altered: (id: number) => `Line ${id} does not follow from the one before: it was edited, put in or moved.`,
  'not as noted': (id: number) => `Line ${id} is not the one that was noted: the chain was sealed anew.`,
};

function describe({ lines, head, broken }: Verdict): string {
  const until = head ? ` Head: ${head.id}:${head.hash}` : '';
  if (broken) return `${SAYS[broken.why](broken.id)} The ${lines} lines before are what they were.${until}\n`;
  return `All ${lines} lines are what they were.${until}\n`;
}
