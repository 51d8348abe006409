import { adviseOnRows } from './findings/advise-on-rows.ts';
import { isUnheardOf, type ExaminedLeg, type Finding } from './findings/examine-leg.ts';
import type { Advice, VerdictState } from './explanation.ts';
import type { StoryRow } from './story.ts';

/** What a person can do about it, or that there is nothing to do but wait. */
export function giveAdvice(legs: readonly ExaminedLeg[], state: VerdictState, now: Date): Advice[] {
  const rows = legs.flatMap((leg) => leg.rows);
  const findings = legs.flatMap((leg) => leg.findings);
  const missing = findings.filter(({ outcome }) => outcome === 'missing');
  return [
    ...absenceAdvice(findings),
    ...adviseOnRows(rows, now),
    ...fetchAdvice(isUnheardOf(legs[0]!) || missing.some(isFetchable), findings, rows, now),
    ...eventsAdvice(
      legs,
      missing.filter((finding) => !isFetchable(finding)),
    ),
    ...refusalAdvice(missing),
    ...(state === 'in_progress' ? [waitAdvice(legs[0]!.callSid, findings)] : []),
  ];
}

/** An alarm: what we acknowledged is gone. */
function absenceAdvice(findings: readonly Finding[]): Advice[] {
  const lost = findings.filter(({ gap, outcome }) => gap?.class === 'acked_but_absent' && outcome !== 'received');
  if (lost.length === 0) return [];
  const why = `We acknowledged ${lost.map(({ expected }) => expected.name).join(', ')} and hold no row of it. Was Postgres restored, or does it run without fsync or synchronous_commit?`;
  return [{ why, command: 'read “Acknowledged, but absent” in docs/operations/reconciliation.md' }];
}

/** Of ends REST tells; of what came before them it does not. */
const isFetchable = ({ expected: { name, recordingSid } }: Finding) => name === 'completed' || recordingSid !== null;

function fetchAdvice(isNeeded: boolean, findings: readonly Finding[], rows: readonly StoryRow[], now: Date): Advice[] {
  if (!isNeeded) return [];
  const times = [
    ...rows.map(({ receivedAt }) => receivedAt),
    ...findings.flatMap(({ expected }) => expected.dueAt ?? []),
  ];
  const day = (times.toSorted()[0] ?? now.toISOString()).slice(0, 10);
  return [{ why: 'Fetch what did not come from Twilio’s REST API.', command: `npm run sync -- --since ${day}` }];
}

function eventsAdvice(legs: readonly ExaminedLeg[], missing: readonly Finding[]): Advice[] {
  const [first] = missing;
  if (!first) return [];
  const { callSid } = legs.find(({ findings }) => findings.includes(first))!;
  const wasFired = first.expected.sequence !== null;
  const why =
    first.gap?.class === 'never_sent' && !wasFired
      ? `See whether the status callback of this call asks for ${first.expected.name}.`
      : 'REST does not tell of it, but Twilio lists the requests that it made.';
  return [{ why, command: `GET /2010-04-01/Accounts/AC…/Calls/${callSid}/Events.json` }];
}

/** Refused callbacks are worth a look even though the next sync heals them. */
function refusalAdvice(missing: readonly Finding[]): Advice[] {
  const refused = missing.find(({ gap }) => gap?.class === 'we_failed');
  if (!refused) return [];
  const at = refused.gap!.dueAt ?? refused.gap!.noticedAt;
  return [
    {
      why: `We failed to take it shortly before ${at}: the log of ingest says why.`,
      command: 'curl -s localhost:4000/health',
    },
  ];
}

function waitAdvice(callSid: string, findings: readonly Finding[]): Advice {
  const command = `npm run explain -- ${callSid}`;
  const due = findings.flatMap(({ outcome, expected }) =>
    outcome === 'awaited' && expected.dueAt ? expected.dueAt : [],
  );
  const until = due.toSorted().at(-1);
  if (until) return { why: `Wait until ${until}: until then it may be on its way.`, command };
  return {
    why: 'Wait: the call goes on. Should its end not be reported, the hot look finds it.',
    command,
  };
}
