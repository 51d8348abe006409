import { createHash } from 'node:crypto';
import type { Clock } from '../clock/clock.ts';
import { createRecentLog } from '../recent-log.ts';
import type { AiFault } from './ai-faults.ts';

type AiRequestKind = 'transcription' | 'reading' | 'score' | 'recommendation';

/** One request to a model, and its outcome. */
export interface AiRequest {
  readonly n: number;
  /** By the simulator's clock, milliseconds since 1970. */
  readonly at: number;
  readonly kind: AiRequestKind;
  readonly model: string;
  /** Characters of the prompt, or bytes of the audio. */
  readonly length: number;
  /** SHA-256 of the model and the content: identical requests have the same hash. */
  readonly hash: string;
  /** The recording that the audio is taken from. */
  readonly recordingSid: string | null;
  /** Null: the connection was closed before the answer. */
  status: number | null;
  fault: AiFault | null;
  /** The answer was generated, so it is billed, even if it was lost. */
  isPaid: boolean;
}

type NewAiRequest = Pick<AiRequest, 'kind' | 'model' | 'length' | 'recordingSid'> & { content: string | Buffer };

/** The latest requests, so that a test can count what was paid for twice. */
export function createAiLog(clock: Clock, limit = 100_000) {
  const requests = createRecentLog<AiRequest>(limit);
  return {
    open({ content, ...request }: NewAiRequest): AiRequest {
      const hash = createHash('sha256').update(request.model).update('\0').update(content).digest('hex');
      return requests.add({ at: clock.now(), ...request, hash, status: null, fault: null, isPaid: false });
    },
    after: requests.after,
  };
}

export type AiLog = ReturnType<typeof createAiLog>;
