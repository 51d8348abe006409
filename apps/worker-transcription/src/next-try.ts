import { backoffMs } from '@trunkline/service';
import { NoAnswerError, NotNowError } from './ask-once.ts';
import { UnusableAudioError } from './audio/open-audio.ts';

/** What to do after work that did not come to its end. */
export type NextTry =
  | { kind: 'again'; afterMs: number; isCharged: boolean; error: string | null }
  | { kind: 'give-up'; error: string };

/** Somebody else is asking, or died asking: then it may be asked again after three minutes. */
const LOOK_AGAIN_MS = 30_000;
/** A person may have raised the budget, or mended the key. */
const PAUSE_MS = 60_000;
const RETRY = { firstMs: 1000, longestMs: 600_000 };
/** When it is the audio or the text that a model does not take. */
const TRIES_WHEN_REFUSED = 3;
/** When a server or the store is in trouble: about three hours. */
const TRIES_WHEN_AWAY = 24;

/** Decides by what went wrong, and how often something did before. */
export function decideNextTry(error: unknown, triesBefore: number): NextTry {
  if (error instanceof NotNowError)
    return {
      kind: 'again',
      afterMs: error.reason === 'under-way' ? LOOK_AGAIN_MS : PAUSE_MS,
      isCharged: false,
      error: null,
    };
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof UnusableAudioError || (error instanceof NoAnswerError && error.isLast))
    return { kind: 'give-up', error: message };
  const most = error instanceof NoAnswerError && !error.isServers ? TRIES_WHEN_REFUSED : TRIES_WHEN_AWAY;
  if (triesBefore + 1 >= most) return { kind: 'give-up', error: message };
  return { kind: 'again', afterMs: backoffMs(triesBefore + 1, RETRY), isCharged: true, error: message };
}
