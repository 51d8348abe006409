import type { DueCallback } from './claim-due-callbacks.ts';
import { callbackJobs } from './record-observations.ts';

/** Jobs for claimed rows. One that failed before goes alone, so that it fails no other. Job ids are new with every generation. */
export function dueCallbackJobs(due: readonly DueCallback[]): ReturnType<typeof callbackJobs> {
  const failedBefore = (row: DueCallback) => row.retryCount > 0;
  const alone = due.filter(failedBefore).flatMap((row) => callbackJobs([row]));
  return [...callbackJobs(due.filter((row) => !failedBefore(row))), ...alone];
}
