import { sinceLast, type DependencyReport, type Figures } from '@trunkline/service';
import type { TwilioRest } from './open-twilio.ts';

type Usage = ReturnType<TwilioRest['usage']>;

/** What a process knows of Twilio's REST API; `paused` says why it sends no requests. */
export function describeUsage(usage: Usage, paused?: string): { twilio: DependencyReport } {
  const seen = { at: usage.answeredAt, latency_ms: usage.answerMs };
  if (paused !== undefined) return { twilio: { ...seen, state: 'unavailable', cause: paused } };
  if (usage.breaker === 'closed') return { twilio: { ...seen, state: 'up' } };
  return {
    twilio: { ...seen, state: 'unavailable', cause: 'eight requests in a row failed; one is tried every 15 s' },
  };
}

/** Requests and failures since the last call, summed over the clients of a process. */
export function usageFigures(usages: () => readonly Usage[]): () => Figures {
  const sum = (of: 'requests' | 'failed') => usages().reduce((total, usage) => total + usage[of], 0);
  const [requests, failed] = [sinceLast(() => sum('requests')), sinceLast(() => sum('failed'))];
  return () => ({ twilio_requests: requests(), twilio_failed: failed() });
}
