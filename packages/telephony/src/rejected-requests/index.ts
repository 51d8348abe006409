export { REJECTION_CAUSES, REJECTION_CAUSE_NAMES, type RejectionCause, type RejectionSample } from './causes.ts';
