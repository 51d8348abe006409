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
