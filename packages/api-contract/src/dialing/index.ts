export * from './call-intents.ts';
export * from './orders.ts';
export * from './scheduled-calls.ts';
