import type { Delivery } from '../../support/twilio/simulator-control.ts';
import type { Target } from './faults/fault.ts';

/** A fault while it lasted; milliseconds since 1970. */
export type Struck = { name: string; targets: readonly Target[]; from: number; until: number };

/** Callbacks that were sent under the same faults. */
type Share = { during: string; sent: number; refused: number };

export type Refusals = {
  refused: number;
  shares: Share[];
  /** The share of callbacks refused while Postgres alone was struck. */
  refusedWithoutPostgres: number;
  /** The share of callbacks that waited as long as a commit may take, although Postgres had been frozen for some time. */
  waited: number;
};

/** Faults of these stop no callback from being acknowledged. */
const BEHIND: ReadonlySet<Target> = new Set(['worker 0', 'worker 1', 'relay', 'queue']);
const CALM = 'no fault of ingest, its disk or Postgres';
const FREEZE = 'freeze postgres';
/** Ingest waits 900 ms for a commit. */
const WAITED_MS = 850;
const NOTICED_AFTER_MS = 2000;

/** Callbacks that were sent and not acknowledged, by the faults that lasted meanwhile. Forgeries do not count, nor what the simulator cut off. */
export function measureRefusals(deliveries: readonly Delivery[], struck: readonly Struck[]): Refusals {
  const sent = deliveries.filter(
    ({ faults, dropped, unanswered }) => !faults.includes('forge') && !dropped && !unanswered,
  );
  const inFront = struck.filter(({ targets }) => targets.some((target) => !BEHIND.has(target)));
  const groups = Map.groupBy(sent.map(lasting), ({ from, until }) => namesOf(inFront, from, until));
  const shares = [...groups].map(([during, group]) => ({ during, sent: group.length, refused: refusedOf(group) }));
  const ofPostgres = new Set(
    inFront.flatMap(({ name, targets }) => (targets.every((target) => target === 'postgres') ? name : [])),
  );
  const away = shares.filter(({ during }) => during.split(' + ').every((name) => ofPostgres.has(name)));
  const frozen = (groups.get(FREEZE) ?? []).filter((delivery) => isLateIn(inFront, delivery));
  return {
    refused: refusedOf([...groups.values()].flat()),
    shares: shares.toSorted((a, b) => b.refused - a.refused),
    refusedWithoutPostgres: share(sum(away.map(({ refused }) => refused)), sum(away.map((each) => each.sent))),
    waited: share(frozen.filter(({ from, until }) => until - from >= WAITED_MS).length, frozen.length),
  };
}

type Lasting = { from: number; until: number; acked: boolean };

function lasting({ at, attempts, acked }: Delivery): Lasting {
  const from = Date.parse(at);
  return { from, until: from + sum(attempts.map(({ ms }) => ms)), acked };
}

const namesOf = (struck: readonly Struck[], from: number, until: number): string =>
  [...new Set(struck.filter((fault) => fault.from <= until && from <= fault.until).map(({ name }) => name))]
    .toSorted()
    .join(' + ') || CALM;

/** Sent when Postgres was frozen long enough to be known as unavailable, and answered before it went on. */
const isLateIn = (struck: readonly Struck[], { from, until }: Lasting): boolean =>
  struck.some((fault) => fault.name === FREEZE && fault.from + NOTICED_AFTER_MS < from && until < fault.until);

const refusedOf = (group: readonly Lasting[]): number => group.filter(({ acked }) => !acked).length;
const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
const share = (part: number, whole: number): number => (whole === 0 ? 0 : Math.round((part / whole) * 10_000) / 10_000);
