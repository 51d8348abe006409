export * from './account.ts';
export * from './keys.ts';
export * from './users.ts';
