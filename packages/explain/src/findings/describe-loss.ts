import type { StoryGap } from '../story.ts';

/** Why a callback did not come, as the end of a sentence; never more than its gap says. */
export function describeLoss(gap: StoryGap | null): string {
  const answer = notedAnswer(gap);
  switch (gap?.class) {
    case 'never_sent':
      return 'was never sent';
    case 'we_failed':
      return `was sent and not taken (our answer: ${answer?.replace('no answer', 'none') ?? 'unknown'})`;
    case 'acked_but_absent':
      return `was acknowledged${answer ? ` (${answer})` : ''} but is absent`;
    default:
      return 'did not come (why is unknown)';
  }
}

/** Our answers as Twilio noted them, each once: `503`, or `503, no answer`. Null where nobody looked. */
export function notedAnswer(gap: StoryGap | null): string | null {
  const answers = gap?.evidence['answers'];
  if (!Array.isArray(answers) || answers.length === 0) return null;
  return [...new Set(answers.map((answer) => (typeof answer === 'number' ? `${answer}` : 'no answer')))].join(', ');
}
