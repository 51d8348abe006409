import type { Role } from '@trunkline/access';
import { metrics } from '@trunkline/service';

const clients = metrics.gauge('sse_clients', 'Clients of the event stream, by role', ['role']);
const lag = metrics.gauge('sse_lag_seconds', 'Age of the newest event when the stream read it');
const resets = metrics.counter('sse_resets_total', 'Clients that had to reload or were disconnected, by reason', [
  'reason',
]);

/** Why a client could not resume. */
export type ResetReason = 'unknown_id' | 'expired_id' | 'restored' | 'slow';

const totals = { sent: 0, resets: 0 };

/** Totals of this process. */
export const streamTotals = (): Readonly<typeof totals> => totals;

export const countClient = (role: Role, change: 1 | -1): void => clients.inc({ role }, change);

export const measureLag = (seconds: number): void => lag.set(seconds);

export function countSent(frames: number): void {
  totals.sent += frames;
}

export function countReset(reason: ResetReason): void {
  totals.resets += 1;
  resets.inc({ reason });
}
