import type { Simulator } from '../simulator.ts';

/** One line that is written over twice a second; gone when disposed. */
export function showProgress(simulator: Simulator, calls: number): Disposable {
  const timer = setInterval(() => {
    const { calls: started, callbacks_sent, callbacks_acked, callbacks_failed } = simulator.stats();
    const total = calls === 0 ? '' : ` of ${calls}`;
    const failed = callbacks_failed > 0 ? `, ${callbacks_failed} failed` : '';
    process.stderr.write(
      `\r\x1b[Kcalls ${started}${total}, callbacks ${callbacks_sent} sent, ${callbacks_acked} acknowledged${failed}`,
    );
  }, 500);
  return {
    [Symbol.dispose]() {
      clearInterval(timer);
      process.stderr.write('\r\x1b[K');
    },
  };
}
