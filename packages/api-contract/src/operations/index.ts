export * from './operations.ts';
export { operationFilter } from './operation-filter.ts';
