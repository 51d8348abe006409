export { appendAudit, listAudit, listAuditOf, readAuditChain, type AuditRow } from './audit.ts';
export {
  anchorAudit,
  findUnanchoredLine,
  listKeptAnchors,
  listUnstoredAnchors,
  markAnchorStored,
} from './audit-anchors.ts';
