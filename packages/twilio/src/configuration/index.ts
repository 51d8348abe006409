export { openTwilioConfiguration, type TwilioConfiguration } from './twilio-configuration.ts';
export { findTarget, type ConnectionTarget } from './find-target.ts';
export { planConnection } from './plan-connection.ts';
