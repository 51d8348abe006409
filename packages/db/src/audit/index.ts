export { appendAudit, listAudit, readAuditChain, type AuditLink } from './audit.ts';
