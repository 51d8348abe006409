export { call, callQuery } from './calls.ts';
export { explainQuery, explanation } from './explanation.ts';
export { callsPage, callsQuery } from './call-list.ts';
export { callLogsPage, callLogsQuery } from './call-logs.ts';
