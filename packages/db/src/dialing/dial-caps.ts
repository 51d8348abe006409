import {
  CAP_WINDOWS,
  capState,
  describeCap,
  type CapSubject,
  type CapUse,
  type DialCap,
} from '@trunkline/telephony/dialing';
import type { Queryable } from '../connection/open-database.ts';
import { requireApproval } from './dial-approvals.ts';

/** The caps with the alarm about those that are four fifths full, and from where on a second person must approve. */
export type DialGuard = {
  caps: readonly DialCap[];
  /** Calls that one actor may request per day without approval; null for any number. */
  unapprovedPerDay: number | null;
  /** Called for every cap that is near or reached. */
  report: (use: CapUse, by: Requester) => void;
};

/** For whom calls are requested; null where it is unknown, or there is none. */
export type Requester = { actor: string | null; campaign: string | null };

/** A cap that has no room for the wanted calls, and the seconds until it has. */
export type ReachedCap = CapUse & { freeInSeconds: number };

/** No caps, for tests, and for calls that the caps have counted before. */
export const NO_CAPS: DialGuard = { caps: [], unapprovedPerDay: null, report: () => {} };

/** Whether orders are counted at all. */
export const isGuarded = ({ caps, unapprovedPerDay }: DialGuard): boolean =>
  caps.length > 0 || unapprovedPerDay !== null;

/** An order exceeds a cap: nothing is requested. */
export class DialCapError extends Error {
  override readonly name = 'DialCapError';
  readonly cap: ReachedCap;

  constructor(cap: ReachedCap) {
    super(`${describeCap(cap)}. Request the call again in ${cap.freeInSeconds} s, or raise the setting.`);
    this.cap = cap;
  }
}

/**
 * Throws `DialCapError` where a cap has no room for the wanted orders, `DialApprovalError` without approval. It locks out other orders until the commit, so that of
 * N parallel ones no more than the cap are admitted, and what a killed process requested is gone with its transaction.
 * Windows end at the start of the transaction, which is when its rows are dated.
 */
export async function requireRoom(
  tx: Queryable,
  wanted: Requester & { wanted: number },
  guard: DialGuard,
): Promise<void> {
  if (!isGuarded(guard)) return;
  await tx.query(`select pg_advisory_xact_lock(hashtext('call_intents orders'))`);
  if (guard.unapprovedPerDay !== null && wanted.actor !== null)
    await requireApproval(tx, wanted.actor, wanted.wanted, guard.unapprovedPerDay);
  const reached = await findFullCap(tx, { ...wanted, of: 'created_at', since: 'now()' }, guard);
  if (reached) throw new DialCapError(reached);
}

/** The cap without room for the wanted submissions. Call it under the dialers' lock; windows end at the statement. */
export const findCapOfSubmissions = (tx: Queryable, wanted: Requester & { wanted: number }, guard: DialGuard) =>
  guard.caps.length === 0
    ? Promise.resolve(undefined)
    : findFullCap(tx, { ...wanted, of: 'submitting_at', since: 'statement_timestamp()' }, guard);

type Use = { subject: CapSubject; seconds: number; used: number; freeInSeconds: number | null };
type Wanted = Requester & { wanted: number; of: 'created_at' | 'submitting_at'; since: string };

/** Of several caps without room, the one that is full for longest. */
async function findFullCap(tx: Queryable, { actor, campaign, wanted, of, since }: Wanted, { caps, report }: DialGuard) {
  const rows = caps.map(({ subject, window, most }) => ({ subject, seconds: CAP_WINDOWS[window], most }));
  const sql = `
    select subject, seconds, used::integer, case when free_at is not null
      then greatest(1, ceil(extract(epoch from free_at - statement_timestamp())))::integer end as "freeInSeconds"
    from use_of_dial_caps($1, ${since}, $2, $3, $4, $5)`;
  const { rows: uses } = await tx.query<Use>({
    name: `use-of-dial-caps-${of}`,
    text: sql,
    values: [of, actor, campaign, wanted, JSON.stringify(rows)],
  });
  let reached: ReachedCap | undefined;
  for (const { subject, seconds, used, freeInSeconds } of uses) {
    const cap = caps.find((known) => known.subject === subject && CAP_WINDOWS[known.window] === seconds)!;
    const use = { ...cap, used, wanted };
    if (capState(use) !== 'free') report(use, { actor, campaign });
    if (freeInSeconds !== null && freeInSeconds > (reached?.freeInSeconds ?? 0)) reached = { ...use, freeInSeconds };
  }
  return reached;
}
