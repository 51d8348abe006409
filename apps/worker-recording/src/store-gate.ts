import { metrics, openOutage, type Logger, type Outage } from '@trunkline/service';
import { StalledStoreError, storeOutageOf, type StoreOutage } from '@trunkline/storage';

/** While the store fails, one recording at a time finds out whether it works again, as often as this. */
const TRY_EVERY_MS = 2000;
/** A store that has not asked for the next bytes for this long is too slow. */
const STALLED_AFTER_MS = 10_000;
const RUNBOOK = 'docs/operations/recordings.md#the-store-stores-nothing';

const isOut = metrics.gauge('recording_store_unavailable', '1 while the store of recordings is known to store nothing');
const failures = metrics.counter('recording_store_failures_total', 'Recordings that the store did not store', [
  'cause',
]);

/** Whether the store works, and who may try it. */
export type StoreGate = Disposable &
  Pick<Outage, 'isOpen' | 'current'> & {
    /** True where an attempt may begin. While the store fails that is one at a time; `leave` ends each. */
    enter: () => boolean;
    leave: () => void;
    /** Records that the store stored something. */
    worked: () => void;
    /** Records a failure. Returns its cause; undefined where it is none of the store's. */
    failed: (error: unknown) => StoreOutage | undefined;
    /** Passes blocks on, and reports a store that stops asking for them, until the end of the last one's write. */
    watch: (blocks: AsyncIterable<Uint8Array>) => AsyncGenerator<Uint8Array> & Disposable;
  };

/** A circuit breaker for the store: nothing is fetched from Twilio for a store that cannot keep it. */
export function openStoreGate(
  log: Pick<Logger, 'info' | 'warn' | 'error'>,
  stalledAfterMs = STALLED_AFTER_MS,
): StoreGate {
  const outage = openOutage({
    log,
    describe: storeOutageOf,
    event: 'recording_store',
    runbook: RUNBOOK,
    failing: 'recordings wait, as the store stores nothing',
    works: 'recordings are stored again',
    gauge: isOut,
  });
  let inside = 0;
  let lastTry = -Infinity;

  function failed(error: unknown): StoreOutage | undefined {
    const found = storeOutageOf(error);
    if (!found) return undefined;
    failures.inc({ cause: found.cause });
    outage.failed(error);
    return found;
  }

  return {
    isOpen: outage.isOpen,
    current: outage.current,
    enter() {
      const isHeld = inside > 0 || performance.now() - lastTry < TRY_EVERY_MS;
      if (outage.isOpen() && isHeld) return false;
      if (outage.isOpen()) lastTry = performance.now();
      inside += 1;
      return true;
    },
    leave: () => void (inside -= 1),
    worked: () => outage.ended(),
    failed,
    watch(blocks) {
      const stalled = () =>
        void failed(new StalledStoreError(`The store has taken nothing for ${stalledAfterMs / 1000} s`));
      let timer: NodeJS.Timeout | undefined;
      const stop = () => clearTimeout(timer);
      async function* pass(): AsyncGenerator<Uint8Array> {
        for await (const block of blocks) {
          timer = setTimeout(stalled, stalledAfterMs).unref();
          yield block;
          stop();
        }
        timer = setTimeout(stalled, stalledAfterMs).unref();
      }
      return Object.assign(pass(), { [Symbol.dispose]: stop });
    },
    [Symbol.dispose]: outage[Symbol.dispose],
  };
}
