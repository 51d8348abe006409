import type { InterviewPrompts } from './prompts.ts';

export const spanish: InterviewPrompts = {
  voice: 'Polly.Lucia-Neural',
  welcome: (questionCount) =>
    `Hola, y gracias por participar en esta entrevista. Le haré ${questionCount === 1 ? 'una pregunta' : `${questionCount} preguntas`}. Sus respuestas se graban. Hable después de la señal y pulse la tecla almohadilla cuando haya terminado.`,
  welcomeBack: (firstQuestion, questionCount) =>
    `Hola de nuevo. Continuamos con la pregunta ${firstQuestion} de ${questionCount}. Sus respuestas se graban. Hable después de la señal y pulse la tecla almohadilla cuando haya terminado.`,
  thanks: 'Gracias. Esta es la siguiente pregunta.',
  goOn: 'Continuemos con la siguiente pregunta.',
  repeat: 'No he oído ninguna respuesta. Repito la pregunta.',
  completion: 'Gracias. Esa era la última pregunta. Nos pondremos en contacto con usted pronto. Adiós.',
  error: 'Lo sentimos, la entrevista no puede continuar en este momento. Volveremos a llamarle. Adiós.',
  consentQuestion:
    'Antes de empezar: esta llamada se va a grabar. ¿Está de acuerdo? Pulse 1 o diga sí para continuar. Pulse 2 o diga no para terminar la llamada.',
  consentRepeat: 'No he entendido su respuesta.',
  consentStatement: 'Gracias. Después de la señal, diga su nombre y que acepta que se le grabe.',
  consentRefused: 'De acuerdo. No se graba nada y no continuamos. Gracias por su tiempo. Adiós.',
  consentHints: 'sí, no, de acuerdo',
};
