import type { KnownHead } from '@trunkline/telephony/audit';
import { InvalidArgumentError, type Command } from 'commander';
import { readConfig } from '../config.ts';
import { EXIT, type Invocation } from '../invocation.ts';
import { useDatabase } from '../use-database.ts';
import { describeAudit } from './describe-audit.ts';
import { verifyAudit } from './verify-audit.ts';
import { printResult } from '../terminal/print-result.ts';

const EXAMPLES = `
Examples:
  npx trunkline audit-verify
  npx trunkline audit-verify --head 4711:5f0c… --json
  npx trunkline audit-verify --no-store

It compares the chain with the anchors that worker-recording records hourly, in
the table audit_anchors and in the object store: they reveal a chain that was cut
off at its end or sealed again. RECORDINGS_DIR or S3_… must be those of
worker-recording; without its store, pass --no-store. --head compares with a head
from elsewhere: an earlier run, a log line audit_anchor, a webhook.

Exit code: 0 if every line is unchanged, 10 if not; then it names the first.`;

type Options = { head?: KnownHead; json?: boolean; store: boolean };

/** `audit-verify`: recomputes the hash chain of the audit and compares it with its anchors. */
export const auditVerifyCommand = ({ command, end }: Invocation): Command =>
  command
    .option('--head <id:hash>', 'a head that an earlier run printed', readHead)
    .option('--no-store', 'compare with the anchors of the table alone')
    .option('--json', 'print one JSON object')
    .addHelpText('after', EXAMPLES)
    .action(async ({ head, store, json = false }: Options) => {
      const { databaseUrl, storage } = readConfig();
      const verified = await useDatabase(databaseUrl, (db) => verifyAudit(db, store ? storage : undefined, head));
      printResult(json, verified, describeAudit);
      end(verified.broken || verified.anchorFaults.length > 0 ? EXIT.findings : EXIT.ok);
    });

function readHead(text: string): KnownHead {
  const [, id, hash] = /^(\d{1,15}):([\da-f]{64})$/.exec(text) ?? [];
  if (id === undefined) throw new InvalidArgumentError('A head is a number, a colon and 64 hexadecimal digits.');
  return { id: Number(id), hash: hash! };
}
