export { examineTwilio, type ExamineOptions } from './examine-twilio.ts';
export { publicUrlCheck } from './public-url-check.ts';
