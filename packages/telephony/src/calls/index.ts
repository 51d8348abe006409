export { CALL_MACHINE } from './call-machine.ts';
export { detectDirection, DIRECTIONS, outsideNumber, type Direction, type OwnedNumbers } from './direction.ts';
export { foldCall, isFromRest, isOurDoing, type CallState } from './fold-call.ts';
export {
  dropperOf,
  isCallStatus,
  isDropped,
  isTerminal,
  statusRank,
  CALL_STATUSES,
  STATUS_WORDS,
  TWILIO_STATUSES,
  type CallStatus,
  type Dropper,
} from './status.ts';
export { mergeLegs, type MergedTimes, type TimedLeg } from './merge-legs.ts';
export { messageText, type WrittenCall } from './message-text.ts';
