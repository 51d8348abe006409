export { updateCandidates } from './update-candidates.ts';
export { findCandidate, saveCandidate, type CandidateRow } from './candidates.ts';
export { listCandidates } from './list-candidates.ts';
