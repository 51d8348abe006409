/** What a colour means. Each is shown with an icon and a word, never alone. */
export type Tone = 'live' | 'ring' | 'warn' | 'bad' | 'idle' | 'ai';

export const TEXT_OF_TONE: Readonly<Record<Tone, string>> = {
  live: 'text-live',
  ring: 'text-ring',
  warn: 'text-warn',
  bad: 'text-bad',
  idle: 'text-idle',
  ai: 'text-ai',
};
