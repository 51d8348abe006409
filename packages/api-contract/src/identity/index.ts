export * from './account.ts';
export * from './keys.ts';
export * from './sessions.ts';
export * from './users.ts';
