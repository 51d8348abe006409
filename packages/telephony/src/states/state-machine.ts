/** The processes that change a state; `operator` is a person with SQL. */
type Mover =
  | 'api'
  | 'cli'
  | 'ingest'
  | 'operator'
  | `worker-${'dialer' | 'notify' | 'reconcile' | 'recording' | 'status' | 'transcription'}`;

/** Why a row gets the state `to`, and which processes write it. */
type Entry<State extends string> = { to: State; when: string; by: readonly Mover[] };

/** A change to `to` from any state in `from`. */
export type Transition<State extends string> = { from: readonly State[] } & Entry<State>;

/**
 * The states of one kind of row and every change between them. SQL interpolates the lists of states; an integration test
 * compares them with the constraints of the database, and `npm run docs:states` draws them.
 */
export type StateMachine<State extends string = string> = {
  title: string;
  /** One or two sentences for docs/states.md. */
  about: string;
  /** In the order of a row's life. */
  states: readonly State[];
  starts: readonly Entry<State>[];
  transitions: readonly Transition<State>[];
};

/** The states that may follow this one. */
export const statesAfter = <State extends string>(
  { states, transitions }: StateMachine<State>,
  from: State,
): State[] => {
  const reached = new Set(transitions.flatMap((step) => (step.from.includes(from) ? [step.to] : [])));
  return states.filter((state) => reached.has(state));
};

/** The states that no transition leaves. */
export const finalStates = <State extends string>(machine: StateMachine<State>): State[] =>
  machine.states.filter((state) => statesAfter(machine, state).length === 0);
