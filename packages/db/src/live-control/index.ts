export {
  answerSiren,
  findOpenSiren,
  findSiren,
  listSirensOfCalls,
  raiseSiren,
  SIREN_EVENTS,
  type Siren,
  type VersionedSiren,
} from './sirens.ts';
export { listSirens, summarizeSirens, type SirenListRow } from './list-sirens.ts';
export { alertSirensAgain } from './alert-sirens-again.ts';
export {
  findControlledCall,
  findCommand,
  findLastCommand,
  listCommandsOfCalls,
  requestCommand,
  type CallCommand,
  type ControlledCall,
} from './call-commands.ts';
export { recordManualStatus } from './record-manual-status.ts';
export { claimCommands, type ClaimedCommand, type CommandResult } from './claim-commands.ts';
export { settleCommand, type CommandOutcome } from './settle-command.ts';
export { reportUnconfirmed } from './report-unconfirmed.ts';
export { listCallsToEnd, type CallToEnd } from './list-calls-to-end.ts';
export { readCallControl, type CallControl } from './read-call-control.ts';
