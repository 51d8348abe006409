export { answerSiren, raiseSiren, SIREN_EVENTS } from './sirens.ts';
export { alertSirensAgain } from './alert-sirens-again.ts';
export { findOpenSiren, findSiren, listSirens, type Siren, type VersionedSiren } from './find-sirens.ts';
export {
  findControlledCall,
  findCommand,
  findLastCommand,
  isOpenCommand,
  requestCommand,
  type CallCommand,
  type CommandKind,
  type ControlledCall,
} from './call-commands.ts';
export { claimCommands, type ClaimedCommand, type CommandResult } from './claim-commands.ts';
export { settleCommand, type CommandOutcome } from './settle-command.ts';
export { CONFIRM_WITHIN_SECONDS, warnUnconfirmed } from './warn-unconfirmed.ts';
export { listCallsToEnd, type CallToEnd } from './list-calls-to-end.ts';
export { readCallControl, type CallControl } from './read-call-control.ts';
