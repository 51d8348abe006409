export * from './interview-templates.ts';
export * from './interviews.ts';
