import type { CallStatus } from '@trunkline/telephony/calls';

/** A call that the simulated Twilio plays: the body of its `POST /simulator/calls`. */
export type PlayedCall = {
  /** A scenario of the simulator; without one the caller stays for `stay_seconds` and hears `twiml`, or the voice URL. */
  scenario?: string;
  /** `{webhooks}` is the origin of the callbacks, `{run}` a text that no other run has. */
  twiml?: string;
  from?: string;
  stay_seconds?: number;
  outcome?: string;
  talk_seconds?: number;
  recorded?: boolean;
  status_path?: string;
  /** Faults of certain callbacks; without `callback` of all. `seconds` are those of a delay. */
  faults?: readonly { fault: string; callback?: string; leg?: 'call' | 'dialled'; seconds?: number }[];
  set?: readonly { parameter: string; value: string; callback?: string }[];
};

/** What the command does by the API while the call is `live`, or once it is `over`; `hang-up` is the caller's. */
export type Step = {
  when: 'live' | 'over';
  do: 'record' | 'pause' | 'resume' | 'siren' | 'hang-up' | 'fetch' | 'sync';
};

/**
 * What must hold in the end, besides the durations of the simulator. Nothing may be missing or a dead letter; all else that is
 * left out is not examined.
 */
export type Expectation = {
  /** State of the call at Trunkline; `unknown`: it has no such call. */
  state: CallStatus | 'unknown';
  /** Number of legs, the call itself included. */
  legs?: number;
  /** Whether the sent callbacks are stored and readable; quarantined ones are counted by themselves. */
  stored?: 'all' | 'none';
  /** Every sent copy is counted, and stored once. */
  duplicates?: 'all-copies';
  /** At least so many were overtaken by a later one, or came after they were due. */
  reordered?: number;
  late?: number;
  quarantined?: number;
  /** Verdicts of `explain`, one of which must hold. */
  verdict?: readonly string[];
  /** What fetched the content of callbacks that did not come, such as `hot`. */
  healedBy?: string;
  /** The gaps of the call and its legs: what is missing, and their state. */
  gaps?: readonly string[];
  /** State of its recording, and whether it was paused. */
  recording?: 'completed' | 'absent';
  paused?: true;
  /** The requests were refused for one of these causes. */
  refused?: readonly string[];
  siren?: 'active';
};

/** How an interview must end: with a result, or with the reason why there is none. */
type InterviewExpectation = {
  stage: 'ready' | 'failed';
  failure?: string;
  answered?: number;
  recommendation?: readonly string[];
};

type Common = {
  name: string;
  /** What happens, in one line. */
  what: string;
  /** What is expected, in one line. */
  outcome: string;
  /** The callbacks in the order in which they are sent. */
  callbacks: readonly string[];
  /** Seconds after the end of the call within which all must hold. Trunkline waits before it heals, so some take minutes. */
  withinSeconds: number;
};
export type CallScenario = Common & {
  calls: readonly PlayedCall[];
  /** How often the first call is played unless `--calls` says. */
  count?: number;
  steps?: readonly Step[];
  expect: Expectation;
};
export type InterviewScenario = Common & {
  /** Number of the candidate: its last two digits select how the candidate behaves. */
  candidate: string;
  expectInterview: InterviewExpectation;
};
export type Scenario = CallScenario | InterviewScenario;

export const isInterview = (scenario: Scenario): scenario is InterviewScenario => 'candidate' in scenario;
