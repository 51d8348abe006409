import type { TerminalStatus } from '../truth/call-record.ts';
import type { TwimlElement } from '../twiml/parse-twiml.ts';

/** How the people at both ends of a `<Dial>` behave. */
export interface Behaviour {
  /** What becomes of the first leg dialled. `canceled`: the caller gives up while it rings. */
  outcome: TerminalStatus;
  ringSeconds: number;
  talkSeconds: number;
  /** The caller hangs up first, so that no TwiML reaches anybody afterwards. */
  callerHangsUp: boolean;
  /** While they talk the owner hands the caller on: these verbs replace the document. */
  transfer?: readonly TwimlElement[];
}
