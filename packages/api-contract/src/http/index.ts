export { problem, type ProblemAnswer } from './problem.ts';
export { anything, listOf, nothing, page, rowId, timestamp } from './answer-values.ts';
export { anyOf, paging, phoneNumber, storedText, time } from './request-values.ts';
