import { appFaults } from './app-faults.ts';
import type { Fault, Scene } from './fault.ts';
import { postgresFaults } from './postgres-faults.ts';
import { queueFaults } from './queue-faults.ts';
import { spoolFaults } from './spool-faults.ts';

/** Each kind of fault once, with random targets and durations. */
export const allFaults = (scene: Scene): Fault[] =>
  [appFaults, postgresFaults, queueFaults, spoolFaults].flatMap((faults) => faults(scene));

/** All faults, or those whose names contain `only`, in a random order, again and again. */
export function* drawFaults(scene: Scene, only = ''): Generator<Fault, never> {
  for (;;) {
    const all = allFaults(scene);
    const drawn = all.filter(({ name }) => name.includes(only));
    if (drawn.length === 0) throw new Error(`No fault is called ${only}: ${all.map(({ name }) => name).join(', ')}`);
    yield* scene.random.shuffle(drawn);
  }
}

/** A fault of either worker, or of the clock of any process, is of one kind. */
export const kindOf = (name: string): string => name.replace(/ \d$/, '').replace(/^(move the clock).*/, '$1');

/** The kinds of the faults whose names contain `only`. */
export const listFaults = (scene: Scene, only = ''): string[] => [
  ...new Set(allFaults(scene).flatMap(({ name }) => (name.includes(only) ? [kindOf(name)] : []))),
];
