import { setTimeout as delay } from 'node:timers/promises';
import { CliError } from '../cli-error.ts';
import type { InterviewApi } from './interview-api.ts';
import { EMPTY_FLOW, describeProgress, describeResults, type Flow, type Results } from './describe-progress.ts';

type Options = { say: (line: string) => void; signal: AbortSignal };

const LOOK_EVERY_MS = 400;
const NEWS_WITHIN_MS = 240_000;

/** Says what is new of an interview until its result is there (true), or none will come (false). */
export async function watchInterview(api: InterviewApi, id: string, { say, signal }: Options): Promise<boolean> {
  let told: Flow = EMPTY_FLOW;
  let lastNews = performance.now();
  while (!signal.aborted) {
    const flow = (await api.get(`/api/interviews/${id}/flow/`)).body as Flow;
    const news = describeProgress(told, flow);
    if (news.length > 0) lastNews = performance.now();
    for (const line of news) say(line);
    told = flow;
    if (flow.stage === 'failed') return false;
    if (flow.stage === 'ready') {
      for (const line of describeResults((await api.get(`/api/interviews/${id}/results/`)).body as Results)) say(line);
      return true;
    }
    if (performance.now() - lastNews > NEWS_WITHIN_MS)
      throw new CliError(`Nothing new for ${NEWS_WITHIN_MS / 60_000} minutes; the interview is ${flow.stage}.`);
    await delay(LOOK_EVERY_MS, undefined, { signal }).catch(() => {});
  }
  return false;
}
