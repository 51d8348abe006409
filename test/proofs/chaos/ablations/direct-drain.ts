/** Loaded into a worker by `--import`: removes what applies rows without a job, to see that the chaos check then fails. */
import { replaceSource } from '../replace-source.ts';

const CLAIM = 'await claimFreshCallbacks(db.pool, CLAIM_AT_MOST)';

replaceSource('/worker-status/src/main.ts', CLAIM, '(void claimFreshCallbacks, void CLAIM_AT_MOST, [])');
