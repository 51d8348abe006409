import { openLatencies, type Figures } from '@trunkline/service';

/** What ingest says of itself in its heartbeat, counted since the last one. */
export type IngestFigures = {
  acked: (ms: number) => void;
  refused: () => void;
  spooled: () => void;
  take: () => Figures;
};

/** Numbers that the path of a callback adds to: tens of nanoseconds each. */
export function openFigures(): IngestFigures {
  const latencies = openLatencies();
  let [refused, spooled, since] = [0, 0, performance.now()];
  return {
    acked: latencies.record,
    refused: () => void (refused += 1),
    spooled: () => void (spooled += 1),
    take() {
      const seconds = Math.max(0.001, (performance.now() - since) / 1000);
      const { count, p50, p99 } = latencies.take();
      const taken = {
        acks_per_second: Math.round((count / seconds) * 100) / 100,
        refused,
        spooled,
        ...(p50 !== null && { ack_p50_ms: p50 }),
        ...(p99 !== null && { ack_p99_ms: p99 }),
      };
      [refused, spooled, since] = [0, 0, performance.now()];
      return taken;
    },
  };
}
