export { appendAudit, listAudit, readAuditChain } from './audit.ts';
export {
  anchorAudit,
  findUnanchoredLine,
  listKeptAnchors,
  listUnstoredAnchors,
  markAnchorStored,
} from './audit-anchors.ts';
