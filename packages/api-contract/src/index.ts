export { problem, type ProblemAnswer } from './problem.ts';
