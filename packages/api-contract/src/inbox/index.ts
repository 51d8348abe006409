export { callbackTest } from './callback-test.ts';
export {
  deadLettersQuery,
  inboxCounts,
  inboxCountsQuery,
  inboxDetail,
  inboxPage,
  inboxQuery,
  type DeadLettersQuery,
  type InboxQuery,
} from './inbox.ts';
export * from './stopped-callbacks.ts';
