/** The ceiling: a BullMQ worker that does nothing with the same jobs. */
import { consumeBench } from './consume-bench.ts';

consumeBench(4, async () => {});
