import { dropperOf, isDropped } from '@trunkline/telephony/calls';
import type { ExplainedCounts } from '../explanation.ts';
import { isLive, isUnknownLeg, type ExaminedLeg, type Finding } from '../findings/examine-leg.ts';
import { SUPERSEDED } from '../findings/find-healing.ts';
import { describeLookup } from '../findings/lookup-finding.ts';
import { describeLoss, listNames, listTexts, nameOfRow, writeDuration } from './wording.ts';

/** What a verdict adds to its counts: losses and their healing, what waits, what goes on. */
export function writeClauses(legs: readonly ExaminedLeg[], counts: ExplainedCounts, now: Date): string[] {
  return [
    ...(isUnknownLeg(legs[0]!) ? ['nothing is known of the call itself'] : []),
    ...legs.flatMap(dropClauses),
    ...legs.flatMap(lossClauses),
    ...legs.flatMap(lateClauses),
    ...deadClause(legs),
    ...(counts.pending > 0 ? [`${areOf(counts.pending, 'callback')} stored and waiting to be applied`] : []),
    ...quarantineClause(legs),
    ...legs.flatMap(awaitedClauses),
    ...liveClause(legs, now),
  ];
}

/** Who asked to drop the call, and what is known of the effect. */
function dropClauses({ rows, role, label, status, hasEnded }: ExaminedLeg): string[] {
  const droppers = rows.flatMap(({ fact, verdict }) =>
    verdict && fact?.status && isDropped(fact.status) ? fact.status : [],
  );
  const what = role === 'parent' ? 'the call' : `the ${label} leg`;
  if (hasEnded && status && isDropped(status)) return [`a ${dropperOf(status)} dropped ${what}`];
  return [...new Set(droppers)].map((dropped) =>
    hasEnded
      ? `a ${dropperOf(dropped)} asked to drop ${what}, which ended otherwise (${status})`
      : `a ${dropperOf(dropped)} asked to drop ${what}, and Twilio has not reported its end yet`,
  );
}

/** Callbacks of one leg with the same loss and healing share a clause. */
function lossClauses(leg: ExaminedLeg): string[] {
  const lost = leg.findings.filter(({ outcome }) => outcome === 'missing' || outcome === 'healed');
  const fates = Map.groupBy(lost, ({ gap, healing }) => `${describeLoss(gap)} ${healing?.by}`);
  return [...fates.values()].map((same) => {
    const [{ gap, healing }] = same as [Finding];
    const was = same.length === 1 ? 'was' : 'were';
    const loss = `${namesIn(leg, same)} ${describeLoss(gap).replace(/^was /, `${was} `)}`;
    if (!healing) return loss;
    if (healing.by === SUPERSEDED) return `${loss}, but a later callback reported more`;
    const longest = Math.max(...same.map((one) => one.healing?.afterMs ?? 0));
    const after =
      longest > 0 ? `after ${same.length > 1 ? 'up to ' : ''}${writeDuration(longest)}` : 'before that was due';
    return `${loss} and ${was} healed by ${healing.by} ${after}`;
  });
}

/** Callbacks that came after they were noted as missing. */
const lateClauses = (leg: ExaminedLeg): string[] =>
  leg.findings
    .filter(({ outcome, gap }) => outcome === 'received' && gap)
    .map((finding) => {
      const { row, gap, healing } = finding;
      const lateMs = Date.parse(row?.receivedAt ?? gap!.arrivedAt!) - Date.parse(gap!.dueAt ?? gap!.noticedAt);
      const healed = healing?.afterMs
        ? `, when ${healing.by} had healed it after ${writeDuration(healing.afterMs)}`
        : '';
      return `${namesIn(leg, [finding])} came ${writeDuration(lateMs)} after it was due${healed}`;
    });

function deadClause(legs: readonly ExaminedLeg[]): string[] {
  const dead = legs.flatMap(({ rows }) => rows.filter(({ state }) => state === 'dead_letter'));
  if (dead.length === 0) return [];
  return [
    `${listTexts(dead.map(nameOfRow))} could not be applied and ${dead.length === 1 ? 'is a dead letter' : 'are dead letters'}`,
  ];
}

/** Each reason once; and what Twilio says of the call instead. */
function quarantineClause(legs: readonly ExaminedLeg[]): string[] {
  const held = legs.flatMap(({ rows }) => rows.filter(({ state }) => state === 'quarantined'));
  if (held.length === 0) return [];
  const reasons = new Set(held.map(({ error }) => error?.split('\n', 1)[0]?.slice(0, 200) ?? 'no reason was noted'));
  const asked = legs.flatMap(({ lookup }) => (lookup ? describeLookup(lookup) : []));
  return [`${areOf(held.length, 'callback')} quarantined (${[...reasons].join('; ')})`, ...asked];
}

const awaitedClauses = (leg: ExaminedLeg): string[] =>
  leg.findings
    .filter(({ outcome }) => outcome === 'awaited')
    .map((finding) => `${namesIn(leg, [finding])} may come until ${finding.expected.dueAt!.slice(11, 19)} UTC`);

function liveClause(legs: readonly ExaminedLeg[], now: Date): string[] {
  const live = legs.find(isLive);
  if (!live) return [];
  const newest = Math.max(...live.rows.map(({ receivedAt }) => Date.parse(receivedAt)));
  const what = live.role === 'parent' ? 'the call' : `the ${live.label} leg`;
  return [
    `${what} is ${live.status ?? 'of unknown status'}, last reported ${writeDuration(now.getTime() - newest)} ago`,
  ];
}

/** `answered`, or of a dialled leg `initiated and answered of child leg 2`. */
function namesIn({ role, label }: ExaminedLeg, findings: readonly Finding[]): string {
  const names = listNames(findings);
  if (role === 'parent') return names;
  return `${names} of ${label === 'child' ? 'the child leg' : label.replace('child', 'child leg')}`;
}

const areOf = (count: number, what: string) => `${count} ${what}${count === 1 ? ' is' : 's are'}`;
