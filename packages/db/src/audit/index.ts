export { appendAudit } from './append-audit.ts';
export { readAuditChain, type AuditLink } from './read-audit-chain.ts';
export { listAudit } from './list-audit.ts';
