import { END_STATES } from './end-states.ts';
import { FAULTS } from './faults.ts';
import { INTERVIEWS } from './interviews.ts';
import type { Scenario } from './scenario.ts';

export {
  isInterview,
  type CallScenario,
  type Expectation,
  type InterviewScenario,
  type PlayedCall,
  type Scenario,
  type Step,
} from './scenario.ts';

/** Every named scenario, in the order of the list. */
export const SCENARIOS: readonly Scenario[] = [...END_STATES, ...FAULTS, ...INTERVIEWS];
