export * from './call-attempts.ts';
export * from './campaigns.ts';
