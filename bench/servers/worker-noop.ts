/** The ceiling: a BullMQ worker that takes the same jobs and does nothing. */
import { consumeBench } from './consume-bench.ts';

consumeBench(4, async () => {});
