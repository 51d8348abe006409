export {
  INBOX_MACHINE,
  INBOX_STATES,
  MAX_ATTEMPTS,
  STOPPED_INBOX_STATES,
  UNFINISHED_INBOX_STATES,
  type InboxState,
} from './inbox-state.ts';
