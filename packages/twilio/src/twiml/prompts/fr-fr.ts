import type { InterviewPrompts } from './prompts.ts';

export const french: InterviewPrompts = {
  voice: 'Polly.Lea-Neural',
  welcome: (questionCount) =>
    `Bonjour, et merci de participer à cet entretien. Je vais vous poser ${questionCount === 1 ? 'une question' : `${questionCount} questions`}. Vos réponses sont enregistrées. Parlez après le signal sonore, puis appuyez sur la touche dièse quand vous avez terminé.`,
  welcomeBack: (firstQuestion, questionCount) =>
    `Bonjour à nouveau. Nous reprenons à la question ${firstQuestion} sur ${questionCount}. Vos réponses sont enregistrées. Parlez après le signal sonore, puis appuyez sur la touche dièse quand vous avez terminé.`,
  thanks: 'Merci. Voici la question suivante.',
  goOn: 'Passons à la question suivante.',
  repeat: 'Je n’ai pas entendu de réponse. Je répète la question.',
  completion: 'Merci. C’était la dernière question. Nous vous recontacterons bientôt. Au revoir.',
  error: 'Nous sommes désolés, l’entretien ne peut pas continuer pour le moment. Nous vous rappellerons. Au revoir.',
  consentQuestion:
    'Avant de commencer : cet appel va être enregistré. Êtes-vous d’accord ? Appuyez sur 1 ou dites oui pour continuer. Appuyez sur 2 ou dites non pour terminer l’appel.',
  consentRepeat: 'Je n’ai pas compris votre réponse.',
  consentStatement: 'Merci. Après le signal sonore, dites votre nom et que vous acceptez d’être enregistré.',
  consentRefused:
    'Très bien. Rien n’est enregistré et nous n’allons pas plus loin. Merci de nous avoir accordé un instant. Au revoir.',
  consentHints: 'oui, non, d’accord',
};
