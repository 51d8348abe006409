import { describeAuditFault } from '@trunkline/telephony/audit';
import type { VerifiedAudit } from './verify-audit.ts';

const FAULTS_SHOWN = 20;

/** What `audit-verify` prints: the chain, then what is wrong with its anchors. */
export function describeAudit({ lines, head, broken, anchors, anchorFaults }: VerifiedAudit): string {
  const until = head ? ` Head: ${head.id}:${head.hash}` : '';
  const chain = broken
    ? `${describeAuditFault(broken)} The ${lines} lines before it are unchanged.${until}`
    : `All ${lines} lines are unchanged.${until}`;
  const compared = anchors === 0 ? 'There are no anchors to compare with.' : `Compared with ${anchors} anchors.`;
  const more = anchorFaults.length - FAULTS_SHOWN;
  const faults = [
    ...anchorFaults.slice(0, FAULTS_SHOWN).map(describeAuditFault),
    ...(more > 0 ? [`${more} more anchors have such faults.`] : []),
  ];
  return `${[chain, compared, ...faults].join('\n')}\n`;
}
