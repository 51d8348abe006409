import { createHash } from 'node:crypto';
import type { Clock } from '../clock/clock.ts';
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

type Asked = Pick<AiRequest, 'kind' | 'model' | 'length' | 'recordingSid'> & { content: string | Buffer };

/** Remembers every request, so that a checker can count what was paid for twice. */
export function createAiLog(clock: Clock, limit = 100_000) {
  let requests: AiRequest[] = [];
  let last = 0;
  return {
    open({ content, ...asked }: Asked): AiRequest {
      const hash = createHash('sha256').update(asked.model).update('\0').update(content).digest('hex');
      const outcome = { status: null, fault: null, isPaid: false };
      const request: AiRequest = { n: ++last, at: clock.now(), ...asked, hash, ...outcome };
      requests.push(request);
      if (requests.length > limit * 1.05) requests = requests.slice(-limit);
      return request;
    },
    after(n: number, count: number): readonly AiRequest[] {
      const start = Math.max(0, n - (requests[0]?.n ?? 0) + 1);
      return requests.slice(start, start + count);
    },
  };
}

export type AiLog = ReturnType<typeof createAiLog>;
