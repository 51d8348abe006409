import { german } from './de-de.ts';
import { english } from './en-us.ts';
import { spanish } from './es-es.ts';
import { french } from './fr-fr.ts';

/** Our own texts of a call in one language. */
export type InterviewPrompts = {
  /** The voice where the template names none. */
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
  /** After consent by a key or a word: asks the person to repeat it in their own voice. */
  consentStatement: string;
  consentRefused: string;
  /** Hints for Twilio's speech recognition. */
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

/** The prompts of a language; English for one that we do not have. */
export const interviewPrompts = (language: string): InterviewPrompts => PROMPTS[language] ?? english;
