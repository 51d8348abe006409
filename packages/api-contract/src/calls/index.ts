export { call, callQuery } from './call.ts';
export * from './call-logs.ts';
export { explainQuery, explanation } from './explanation.ts';
export * from './list-calls.ts';
export { callLookup } from './lookup.ts';
export * from './trace.ts';
