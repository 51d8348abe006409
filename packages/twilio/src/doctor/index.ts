export { examineTwilio, type ExamineOptions } from './examine-twilio.ts';
