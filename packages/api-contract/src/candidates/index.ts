export { candidate, candidateBody } from './candidates.ts';
export { candidatesPage, candidatesQuery } from './candidate-list.ts';
