export { auditPage, auditQuery } from './audit.ts';
