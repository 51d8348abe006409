import type { Advice } from '../explanation.ts';
import { nameOfRow } from '../text/name-of-row.ts';
import type { StoryRow } from '../story.ts';
import { writeDuration } from '../text/write-duration.ts';

/** A row that waits longer than this waits for a worker that is not there. */
const PATIENCE_MS = 60_000;

/** What helps callbacks that are stored and not applied; the dead ones first. */
export function adviseOnRows(rows: readonly StoryRow[], now: Date): Advice[] {
  const inState = (...states: StoryRow['state'][]) => rows.filter(({ state }) => states.includes(state));
  return [
    ...inState('dead_letter').map(replayAdvice),
    ...inState('quarantined').map(quarantineAdvice),
    ...inState('failed').map(retryAdvice),
    ...waitingAdvice(inState('pending', 'processing'), now),
  ];
}

const replayAdvice = ({ inboxId, retryCount, error, ...row }: StoryRow): Advice => ({
  why: `The ${nameOfRow(row)} callback was given up after ${retryCount} attempts: ${firstLine(error)}. Mend the cause, then replay it.`,
  command: `POST /api/dead-letters/${inboxId}/replay`,
});

const quarantineAdvice = ({ inboxId, error }: StoryRow): Advice => ({
  why: `A signed request has an impossible shape (${firstLine(error)}). See whether it is Twilio’s.`,
  command: `GET /api/inbox/${inboxId}`,
});

const retryAdvice = ({ inboxId, error, retryCount, nextAttemptAt }: StoryRow): Advice => ({
  why: `Attempt ${retryCount} failed (${firstLine(error)}). It is tried again at ${nextAttemptAt ?? 'a later time'}.`,
  command: `GET /api/inbox/${inboxId}`,
});

function waitingAdvice(waiting: readonly StoryRow[], now: Date): Advice[] {
  const [oldest] = waiting.toSorted((a, b) => (a.receivedAt < b.receivedAt ? -1 : 1));
  if (!oldest) return [];
  const waitedMs = now.getTime() - Date.parse(oldest.receivedAt);
  if (waitedMs < PATIENCE_MS)
    return [{ why: 'It was stored just now; wait some seconds.', command: `GET /api/inbox/${oldest.inboxId}` }];
  const why = `It has been waiting for ${writeDuration(waitedMs)}: see whether worker-status and worker-reconcile are well.`;
  return [{ why, command: 'curl -s localhost:4002/health localhost:4003/health' }];
}

/** Without the full stop that many errors end with. */
const firstLine = (error: string | null): string =>
  error?.split('\n', 1)[0]?.replace(/\.$/, '').slice(0, 200) || 'no cause is noted';
