import type { TerminalStatus } from '../truth/call-record.ts';
import type { Party } from '../truth/party.ts';

/** What a call of a scenario does not leave to chance. */
export interface CallPlan {
  from?: Party;
  to?: Party;
  /** How the leg ends that the last `<Dial>` dials. */
  outcome?: TerminalStatus;
  talkSeconds?: number;
  isRecorded?: boolean;
  /** Where the status callbacks of a placed call go, below the public URL. */
  statusPath?: string;
}
