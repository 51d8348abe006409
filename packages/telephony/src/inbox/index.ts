export {
  CALLBACK_TEST_PATH,
  CALLBACK_TEST_REASON,
  isAcceptedTest,
  summarizeCallbackTest,
  testCallSid,
  type CallbackTestResult,
} from './callback-test.ts';
export { adviseDeadLetter } from './dead-letter-advice.ts';
export {
  DISBELIEVED_INBOX_STATES,
  INBOX_MACHINE,
  INBOX_STATES,
  isDisbelieved,
  MAX_ATTEMPTS,
  STOPPED_INBOX_STATES,
  UNFINISHED_INBOX_STATES,
  type InboxState,
} from './inbox-state.ts';
export { GRAM_LENGTH, readSearchTerm, type SearchTerm } from './search-term.ts';
