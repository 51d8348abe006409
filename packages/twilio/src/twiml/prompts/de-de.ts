import type { InterviewPrompts } from './prompts.ts';

export const german: InterviewPrompts = {
  voice: 'Polly.Vicki-Neural',
  welcome: (questionCount) =>
    `Guten Tag und vielen Dank, dass Sie an diesem Gespräch teilnehmen. Ich stelle Ihnen ${questionCount === 1 ? 'eine Frage' : `${questionCount} Fragen`}. Ihre Antworten werden aufgezeichnet. Bitte sprechen Sie nach dem Signalton und drücken Sie die Rautetaste, wenn Sie fertig sind.`,
  welcomeBack: (firstQuestion, questionCount) =>
    `Schön, Sie wieder zu hören. Wir machen mit Frage ${firstQuestion} von ${questionCount} weiter. Ihre Antworten werden aufgezeichnet. Bitte sprechen Sie nach dem Signalton und drücken Sie die Rautetaste, wenn Sie fertig sind.`,
  thanks: 'Vielen Dank. Hier ist die nächste Frage.',
  goOn: 'Machen wir mit der nächsten Frage weiter.',
  repeat: 'Ich habe keine Antwort gehört. Ich frage noch einmal.',
  completion: 'Vielen Dank. Das war die letzte Frage. Wir melden uns bald bei Ihnen. Auf Wiederhören.',
  error:
    'Es tut uns leid, das Gespräch kann im Moment nicht fortgesetzt werden. Wir rufen Sie wieder an. Auf Wiederhören.',
  consentQuestion:
    'Bevor wir beginnen: Dieses Gespräch soll aufgezeichnet werden. Sind Sie einverstanden? Drücken Sie die 1 oder sagen Sie Ja, um fortzufahren. Drücken Sie die 2 oder sagen Sie Nein, um das Gespräch zu beenden.',
  consentRepeat: 'Ich habe Ihre Antwort nicht verstanden.',
  consentStatement:
    'Vielen Dank. Bitte nennen Sie nach dem Signalton Ihren Namen und sagen Sie, dass Sie mit der Aufzeichnung einverstanden sind.',
  consentRefused:
    'Das ist in Ordnung. Es wird nichts aufgezeichnet, und wir beenden das Gespräch. Vielen Dank für Ihre Zeit. Auf Wiederhören.',
  consentHints: 'ja, nein, einverstanden',
};
