export * from './answer-values.ts';
export * from './describe-issue.ts';
export * from './described.ts';
export * from './problem.ts';
export * from './request-values.ts';
