import { german } from './de-de.ts';
import { english } from './en-us.ts';
import { spanish } from './es-es.ts';
import { french } from './fr-fr.ts';

/** Everything that a call says by itself in one language. */
export type InterviewPrompts = {
  /** Who speaks where the template names nobody. */
  voice: string;
  welcome: (questionCount: number) => string;
  welcomeBack: (firstQuestion: number, questionCount: number) => string;
  thanks: string;
  goOn: string;
  repeat: string;
  completion: string;
  error: string;
  consentQuestion: string;
  /** Before the question is asked again. */
  consentRepeat: string;
  /** Said to who agreed by a key or a word, so that their own voice says it too. */
  consentStatement: string;
  consentRefused: string;
  /** What Twilio may expect to hear. */
  consentHints: string;
};

/** The languages that an interview can be held in. */
export const INTERVIEW_LANGUAGES = ['en-US', 'de-DE', 'fr-FR', 'es-ES'] as const;
type InterviewLanguage = (typeof INTERVIEW_LANGUAGES)[number];

const PROMPTS: Readonly<Record<string, InterviewPrompts>> = {
  'en-US': english,
  'de-DE': german,
  'fr-FR': french,
  'es-ES': spanish,
} satisfies Record<InterviewLanguage, InterviewPrompts>;

/** The prompts of a language; English for one that we do not speak. */
export const interviewPrompts = (language: string): InterviewPrompts => PROMPTS[language] ?? english;
