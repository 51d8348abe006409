import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

const registry = new Registry();
collectDefaultMetrics({ register: registry, prefix: 'trunkline_' });

/** Prometheus metrics of this process: names begin with `trunkline_`, units are base units, no label holds a SID or number. */
export const metrics = {
  registry,
  counter: <L extends string>(name: string, help: string, labelNames: readonly L[] = []) =>
    new Counter({ name: `trunkline_${name}`, help, labelNames, registers: [registry] }),
  /** `collect` sets the values when they are read; those that it does not set disappear. */
  gauge: <L extends string>(
    name: string,
    help: string,
    labelNames: readonly L[] = [],
    collect?: (gauge: Gauge<L>) => void,
  ) => {
    const collected = collect && {
      collect(this: Gauge<L>): void {
        this.reset();
        collect(this);
      },
    };
    return new Gauge({ name: `trunkline_${name}`, help, labelNames, registers: [registry], ...collected });
  },
  histogram: (name: string, help: string, buckets: number[]) =>
    new Histogram({ name: `trunkline_${name}`, help, buckets, registers: [registry] }),
};
