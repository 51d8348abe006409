export * from './contacts.ts';
export * from './conversations.ts';
