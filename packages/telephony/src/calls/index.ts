export { CALL_MACHINE } from './call-machine.ts';
export { CALL_INCLUDES, CALL_SORTS, type CallInclude, type CallSort } from './call-sort.ts';
export { detectDirection, DIRECTIONS, outsideNumber, type Direction, type OwnedNumbers } from './direction.ts';
export { foldCall, isFromRest, isOwnAction, type CallState } from './fold-call.ts';
export {
  dropperOf,
  isCallStatus,
  isDropped,
  isTerminal,
  isUnreached,
  lifecycleOf,
  MANUAL_END,
  parseCallStatus,
  statusRank,
  CALL_STATUSES,
  DROP_REASONS,
  STATUS_WORDS,
  wordsOf,
  TWILIO_STATUSES,
  type CallStatus,
  type CampaignEvent,
  type ContactState,
  type Dropper,
} from './status.ts';
export { statusIntervals, type StatusInterval } from './status-intervals.ts';
export { mergeLegs, type MergedTimes, type TimedLeg } from './merge-legs.ts';
export { messageText, type WrittenCall } from './message-text.ts';
