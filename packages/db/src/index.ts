export { callbackJobs, recordObservations, type Observation, type ObservationParts } from './record-observations.ts';
