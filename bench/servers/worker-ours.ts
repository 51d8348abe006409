/** worker-status as it is deployed. */
import { openDatabase } from '@trunkline/db/connection';
import { openLogger } from '@trunkline/service';
import { applyCallbacks } from '../../apps/worker-status/src/apply-callbacks.ts';
import { CONCURRENCY } from '../../apps/worker-status/src/config.ts';
import { consumeBench } from './consume-bench.ts';

const db = openDatabase(process.env['DATABASE_URL']!, 'bench', {
  maxConnections: CONCURRENCY + 1,
  indexOnlyPlans: true,
  asyncCommit: true,
});
const apply = applyCallbacks({ db, ownedNumbers: new Set(['+16175006181']), log: openLogger('bench', 'error') });
consumeBench(CONCURRENCY, (ids) => apply(ids));
