export {
  APP_NAMES,
  ENDED_SHOWN_HOURS,
  PROCESSES_AT_MOST,
  processStateOf,
  PROCESS_STATES,
  SILENT_AFTER_MS,
  SILENT_SHOWN_HOURS,
  type ProcessState,
} from './process-state.ts';
export {
  DEPENDENCIES,
  DEPENDENCY_NAMES,
  DEPENDENCY_STATES,
  type Dependency,
  type DependencySighting,
  type FoldedDependency,
} from './dependency.ts';
export { foldHealth, HEALTH_STATES, type Health, type HealthProblem, type ProcessRow } from './fold-health.ts';
