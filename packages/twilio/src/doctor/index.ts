export { examineTwilio, type ExamineOptions } from './examine-twilio.ts';
export { openTwilioConfiguration, type ConfiguredKind, type TwilioConfiguration } from './twilio-configuration.ts';
