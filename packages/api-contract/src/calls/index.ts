export { call, callQuery } from './call.ts';
export * from './call-logs.ts';
export * from './explanation.ts';
export * from './list-calls.ts';
