import { backoffMs } from '@trunkline/service';
import { UnusableAudioError } from './audio/open-audio.ts';
import { DeferredError, NoAnswerError } from './call-model-once.ts';
import { StoreUnavailableError } from './transcribe-recording.ts';

/** What to do after an attempt that failed. `isCharged`: whether it counts towards the limit. */
export type Retry =
  | { kind: 'retry'; afterMs: number; isCharged: boolean; error: string | null }
  | { kind: 'give-up'; error: string };

/** Another job is calling the model, or died doing so: after three minutes the call may be repeated. */
const IN_PROGRESS_MS = 30_000;
/** The budget may be raised, or the key fixed, at any time. */
const PAUSE_MS = 60_000;
const BACKOFF = { firstMs: 1000, longestMs: 600_000 };
/** Where the model rejects the audio or the text itself. */
const ATTEMPTS_WHEN_REFUSED = 3;
/** Where the model server is unavailable, or the store lacks the object: about three hours. */
const ATTEMPTS_WHEN_UNAVAILABLE = 24;

/** Decides by the error, and by the number of failed attempts before it. */
export function decideRetry(error: unknown, attemptsBefore: number): Retry {
  if (error instanceof DeferredError)
    return {
      kind: 'retry',
      afterMs: error.reason === 'under-way' ? IN_PROGRESS_MS : PAUSE_MS,
      isCharged: false,
      error: null,
    };
  if (error instanceof StoreUnavailableError)
    return { kind: 'retry', afterMs: PAUSE_MS, isCharged: false, error: error.message };
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof UnusableAudioError || (error instanceof NoAnswerError && error.isLast))
    return { kind: 'give-up', error: message };
  const isRefused = error instanceof NoAnswerError && !error.isServerFault;
  const most = isRefused ? ATTEMPTS_WHEN_REFUSED : ATTEMPTS_WHEN_UNAVAILABLE;
  if (attemptsBefore + 1 >= most) return { kind: 'give-up', error: message };
  return { kind: 'retry', afterMs: backoffMs(attemptsBefore + 1, BACKOFF), isCharged: true, error: message };
}
