/** Loaded into ingest by `--import`: each request waits for its own timeout in an outage, to see that the chaos check then fails. */
import { replaceSource } from '../replace-source.ts';

const FILE = '/ingest/src/group-commit.ts';

replaceSource(FILE, 'if (outage.isOpen()) return reject(', 'if (false) return reject(');
replaceSource(
  FILE,
  'return refuseAll(inFlight, late.cause);',
  '{ outage.failed(late.cause); for (const entry of inFlight) refuse(entry, late); }',
);
