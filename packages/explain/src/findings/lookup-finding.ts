import type { StoryLookup } from '../story.ts';

/** What came of asking Twilio about a call that a quarantined callback or a person names, as the end of a sentence. */
export function describeLookup({ state, callStatus, error, attempts, nextAttemptAt }: StoryLookup): string {
  if (state === 'found') return `Twilio’s REST API shows it as ${callStatus}`;
  if (state === 'unknown') return 'Twilio’s REST API does not know it';
  if (state === 'given_up') return `Twilio’s REST API gave no answer for a day (${error ?? 'no cause was noted'})`;
  if (attempts === 0) return 'Twilio’s REST API is asked about it within seconds';
  const why = error === null ? 'it does not show the end yet' : firstLine(error);
  return `Twilio’s REST API is asked about it again at ${nextAttemptAt.slice(11, 19)} UTC (${why})`;
}

const firstLine = (error: string): string => error.split('\n', 1)[0]!.slice(0, 200);
