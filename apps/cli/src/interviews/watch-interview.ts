import { setTimeout as delay } from 'node:timers/promises';
import { CliError } from '../cli-error.ts';
import type { Api } from '../api/open-api.ts';
import { EMPTY_FLOW, describeProgress, describeResults, type Flow, type Results } from './describe-progress.ts';

type Options = { say: (line: string) => void; signal: AbortSignal };

const POLL_EVERY_MS = 400;
const PROGRESS_WITHIN_MS = 240_000;

/** Prints the progress of an interview; resolves with true when its result is ready, with false when it has failed. */
export async function watchInterview(api: Pick<Api, 'get'>, id: string, { say, signal }: Options): Promise<boolean> {
  let shown: Flow = EMPTY_FLOW;
  let lastProgress = performance.now();
  while (!signal.aborted) {
    const flow = await api.get<Flow>(`/api/interviews/${id}/flow/`);
    const lines = describeProgress(shown, flow);
    if (lines.length > 0) lastProgress = performance.now();
    for (const line of lines) say(line);
    shown = flow;
    if (flow.stage === 'failed') return false;
    if (flow.stage === 'ready') {
      for (const line of describeResults(await api.get<Results>(`/api/interviews/${id}/results/`))) say(line);
      return true;
    }
    if (performance.now() - lastProgress > PROGRESS_WITHIN_MS)
      throw new CliError(
        `The interview has made no progress for ${PROGRESS_WITHIN_MS / 60_000} minutes; it is ${flow.stage}. See what does not work: npx trunkline status`,
      );
    await delay(POLL_EVERY_MS, undefined, { signal }).catch(() => {});
  }
  return false;
}
