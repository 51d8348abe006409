export * from './call-intents.ts';
export * from './dial-approvals.ts';
export * from './orders.ts';
export * from './scheduled-calls.ts';
