import type { Clock } from '../clock/clock.ts';

/** One `POST Calls` as it came in, whatever became of it. */
export interface CallPost {
  readonly n: number;
  /** By the simulator's clock, milliseconds since 1970. */
  readonly at: number;
  readonly to: string | null;
  readonly from: string | null;
  readonly url: string | null;
  readonly statusCallback: string | null;
  /** The call that was placed, whether the sender heard of it or not. */
  callSid: string | null;
  /** What was answered; null if nothing was. */
  status: number | null;
  fault: string | null;
}

/** Remembers every `POST Calls`, so that a checker can count how often each was made. */
export function createPostLog(clock: Clock, limit = 100_000) {
  let posts: CallPost[] = [];
  let last = 0;
  return {
    open(form: URLSearchParams): CallPost {
      const asked = { to: form.get('To'), from: form.get('From'), url: form.get('Url') };
      const statusCallback = form.get('StatusCallback');
      const outcome = { callSid: null, status: null, fault: null };
      const post: CallPost = { n: ++last, at: clock.now(), ...asked, statusCallback, ...outcome };
      posts.push(post);
      if (posts.length > limit * 1.05) posts = posts.slice(-limit);
      return post;
    },
    after(n: number, count: number): readonly CallPost[] {
      const start = Math.max(0, n - (posts[0]?.n ?? 0) + 1);
      return posts.slice(start, start + count);
    },
  };
}

export type PostLog = ReturnType<typeof createPostLog>;
