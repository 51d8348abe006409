export {
  compareAnchors,
  describeAuditFault,
  headsOf,
  type AuditAnchor,
  type AuditFault,
  type KeptAnchor,
} from './audit-anchor.ts';
export { verifyChain, type AuditLink, type KnownHead, type Verdict } from './verify-chain.ts';
