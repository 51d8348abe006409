import { german } from './de-de.ts';
import { english } from './en-us.ts';
import { spanish } from './es-es.ts';
import { french } from './fr-fr.ts';
import type { InterviewPrompts } from './prompts.ts';

/** The languages that an interview can be held in. */
export const INTERVIEW_LANGUAGES = ['en-US', 'de-DE', 'fr-FR', 'es-ES'] as const;
type InterviewLanguage = (typeof INTERVIEW_LANGUAGES)[number];

const PROMPTS: Readonly<Record<string, InterviewPrompts>> = {
  'en-US': english,
  'de-DE': german,
  'fr-FR': french,
  'es-ES': spanish,
} satisfies Record<InterviewLanguage, InterviewPrompts>;

/** The prompts of a language; English for one that we do not have. */
export const interviewPrompts = (language: string): InterviewPrompts => PROMPTS[language] ?? english;
