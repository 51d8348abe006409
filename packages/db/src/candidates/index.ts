export { updateCandidates } from './update-candidates.ts';
export { findCandidate, listCandidates, saveCandidate, type CandidateRow } from './candidates.ts';
