import type { InterviewPrompts } from './prompts.ts';

export const english: InterviewPrompts = {
  voice: 'Polly.Joanna-Neural',
  welcome: (questionCount) =>
    `Hello, and thank you for taking part in this interview. I will ask you ${questionCount} ${questionCount === 1 ? 'question' : 'questions'}. Your answers are recorded. Please speak after the tone, and press the hash key when you are done.`,
  welcomeBack: (firstQuestion, questionCount) =>
    `Hello again. We go on with question ${firstQuestion} of ${questionCount}. Your answers are recorded. Please speak after the tone, and press the hash key when you are done.`,
  thanks: 'Thank you. Here is the next question.',
  goOn: 'Let us go on with the next question.',
  repeat: 'I did not hear an answer. I will ask once more.',
  completion: 'Thank you. That was the last question. We will be in touch with you soon. Goodbye.',
  error: 'We are sorry, the interview cannot go on at the moment. We will call you again. Goodbye.',
  consentQuestion:
    'Before we begin: this call is going to be recorded. Do you agree? Press 1 or say yes to go on. Press 2 or say no to end the call.',
  consentRepeat: 'I did not understand your answer.',
  consentStatement: 'Thank you. After the tone, please say your name, and that you agree to be recorded.',
  consentRefused: 'That is all right. Nothing is recorded, and we will not go on. Thank you for your time. Goodbye.',
  consentHints: 'yes, no, I agree',
};
