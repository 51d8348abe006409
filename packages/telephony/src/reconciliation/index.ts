export { DELIVERY_WINDOW_SECONDS, expectedCallbacks, type ExpectedCallback } from './expected-callbacks.ts';
export { overdueCheck, dueAfterSec, dueInSec, type Patience } from './overdue-check.ts';
export {
  classifyGap,
  GAP_CLASSES,
  isRequestFor,
  sentRequests,
  settleGap,
  type GapClass,
  type SentRequest,
} from './gap.ts';
