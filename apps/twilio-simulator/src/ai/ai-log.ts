import { createHash } from 'node:crypto';
import type { Clock } from '../clock/clock.ts';
import { createRecentLog } from '../recent-log.ts';
import type { AiFault } from './ai-faults.ts';

type AiRequestKind = 'transcription' | 'reading' | 'score' | 'recommendation';

/** One request to a model, and what came of it. */
export interface AiRequest {
  readonly n: number;
  /** By the simulator's clock, milliseconds since 1970. */
  readonly at: number;
  readonly kind: AiRequestKind;
  readonly model: string;
  /** Characters of a prompt, bytes of audio. */
  readonly length: number;
  /** Of everything that was asked: who asks the same again has the same hash. */
  readonly hash: string;
  /** Whose audio it is. */
  readonly recordingSid: string | null;
  /** Null: the connection was cut before the answer. */
  status: number | null;
  fault: AiFault | null;
  /** The answer was made, so it costs, whether it arrived or not. */
  isPaid: boolean;
}

type NewAiRequest = Pick<AiRequest, 'kind' | 'model' | 'length' | 'recordingSid'> & { content: string | Buffer };

/** Remembers the latest requests, so that a checker can count what was paid for twice. */
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
