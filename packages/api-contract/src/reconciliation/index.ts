export * from './reconciliation.ts';
export * from './sync.ts';
export * from './twilio-configuration.ts';
