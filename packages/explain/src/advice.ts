import type { Advice, VerdictState } from './explanation.ts';
import { isUnknownLeg, type ExaminedLeg, type Finding } from './findings/examine-leg.ts';
import type { StoryRow } from './story.ts';
import { callbackOfRow, writeDuration } from './text/wording.ts';

/** What a person can do about it, or that there is nothing to do but wait. */
export function giveAdvice(legs: readonly ExaminedLeg[], state: VerdictState, now: Date): Advice[] {
  const rows = legs.flatMap((leg) => leg.rows);
  const findings = legs.flatMap((leg) => leg.findings);
  const missing = findings.filter(({ outcome }) => outcome === 'missing');
  return [
    ...absenceAdvice(findings),
    ...rowAdvice(rows, now),
    ...fetchAdvice(isUnknownLeg(legs[0]!) || missing.some(isFetchable), findings, rows, now),
    ...eventsAdvice(
      legs,
      missing.filter((finding) => !isFetchable(finding)),
    ),
    ...refusalAdvice(missing),
    ...(state === 'in_progress' ? [waitAdvice(legs[0]!.callSid, findings)] : []),
  ];
}

/** An alarm: a callback that we acknowledged is lost. */
function absenceAdvice(findings: readonly Finding[]): Advice[] {
  const lost = findings.filter(({ gap, outcome }) => gap?.class === 'acked_but_absent' && outcome !== 'received');
  if (lost.length === 0) return [];
  const why = `We acknowledged ${lost.map(({ expected }) => expected.name).join(', ')} and hold no row of it. Was Postgres restored, or does it run without fsync or synchronous_commit?`;
  return [{ why, command: 'read “Acknowledged, but absent” in docs/operations/reconciliation.md' }];
}

/** REST reports ends, and nothing that came before them. */
const isFetchable = ({ expected: { name, recordingSid } }: Finding) => name === 'completed' || recordingSid !== null;

function fetchAdvice(isNeeded: boolean, findings: readonly Finding[], rows: readonly StoryRow[], now: Date): Advice[] {
  if (!isNeeded) return [];
  const times = [
    ...rows.map(({ receivedAt }) => receivedAt),
    ...findings.flatMap(({ expected }) => expected.dueAt ?? []),
  ];
  const day = (times.toSorted()[0] ?? now.toISOString()).slice(0, 10);
  return [{ why: 'Fetch what did not come from Twilio’s REST API.', command: `npx trunkline sync --since ${day}` }];
}

function eventsAdvice(legs: readonly ExaminedLeg[], missing: readonly Finding[]): Advice[] {
  const [first] = missing;
  if (!first) return [];
  const { callSid } = legs.find(({ findings }) => findings.includes(first))!;
  const wasFired = first.expected.sequence !== null;
  const why =
    first.gap?.class === 'never_sent' && !wasFired
      ? `Check that the status callback of this call subscribes to ${first.expected.name}.`
      : 'REST does not report it, but Twilio lists the requests that it made.';
  return [{ why, command: `GET /2010-04-01/Accounts/AC…/Calls/${callSid}/Events.json` }];
}

/** The cause of refused callbacks is worth finding, even though the next sync heals them. */
function refusalAdvice(missing: readonly Finding[]): Advice[] {
  const refused = missing.find(({ gap }) => gap?.class === 'we_failed');
  if (!refused) return [];
  const at = refused.gap!.dueAt ?? refused.gap!.noticedAt;
  return [
    {
      why: `We did not acknowledge it, shortly before ${at}: the log of ingest says why.`,
      command: 'curl -s localhost:4000/health',
    },
  ];
}

function waitAdvice(callSid: string, findings: readonly Finding[]): Advice {
  const command = `npx trunkline explain ${callSid}`;
  const due = findings.flatMap(({ outcome, expected }) =>
    outcome === 'awaited' && expected.dueAt ? expected.dueAt : [],
  );
  const until = due.toSorted().at(-1);
  if (until) return { why: `Wait until ${until}: it may still come until then.`, command };
  return {
    why: 'Wait: the call goes on. If no callback reports its end, the hot tier finds it.',
    command,
  };
}

/** A row that waits longer waits for a worker that does not run. */
const PATIENCE_MS = 60_000;

/** For callbacks that are stored and not applied; the dead ones first. */
function rowAdvice(rows: readonly StoryRow[], now: Date): Advice[] {
  const inState = (...states: StoryRow['state'][]) => rows.filter(({ state }) => states.includes(state));
  return [
    ...inState('dead_letter').map(replayAdvice),
    ...inState('quarantined').map(quarantineAdvice),
    ...inState('failed').map(retryAdvice),
    ...waitingAdvice(inState('pending', 'processing'), now),
  ];
}

const replayAdvice = ({ inboxId, retryCount, error, ...row }: StoryRow): Advice => ({
  why: `The ${callbackOfRow(row)} was given up after ${retryCount} attempts: ${firstLine(error)}. Fix the cause, then replay it.`,
  command: `npx trunkline replay ${inboxId} --reason TEXT`,
});

const quarantineAdvice = ({ inboxId, error }: StoryRow): Advice => ({
  why: `A signed callback is quarantined (${firstLine(error)}). Read it; release it if Twilio sent it so, else discard it.`,
  command: `npx trunkline replay ${inboxId} --quarantined --reason TEXT`,
});

const retryAdvice = ({ inboxId, error, retryCount, nextAttemptAt }: StoryRow): Advice => ({
  why: `Attempt ${retryCount} failed (${firstLine(error)}). It is tried again at ${nextAttemptAt ?? 'a later time'}.`,
  command: `npx trunkline callbacks get ${inboxId}`,
});

function waitingAdvice(waiting: readonly StoryRow[], now: Date): Advice[] {
  const [oldest] = waiting.toSorted((a, b) => (a.receivedAt < b.receivedAt ? -1 : 1));
  if (!oldest) return [];
  const waitedMs = now.getTime() - Date.parse(oldest.receivedAt);
  if (waitedMs < PATIENCE_MS)
    return [
      { why: 'It was stored just now; wait some seconds.', command: `npx trunkline callbacks get ${oldest.inboxId}` },
    ];
  const why = `It has been waiting for ${writeDuration(waitedMs)}: check that worker-status and worker-reconcile are healthy.`;
  return [{ why, command: 'curl -s localhost:4002/health localhost:4003/health' }];
}

/** Without the full stop that many errors end with. */
const firstLine = (error: string | null): string =>
  error?.split('\n', 1)[0]?.replace(/\.$/, '').slice(0, 200) || 'no cause was noted';
