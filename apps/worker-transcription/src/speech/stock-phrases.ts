import { plainWords } from '../score/plain-words.ts';

/**
 * True for words that speech models are known to write out of silence: farewells of video channels, credits of subtitles,
 * names of noises, and one phrase again and again. People say some of them too: they are one witness of two.
 */
export function isStockPhrase(text: string): boolean {
  const sentences = text
    .split(/[.!?…。！？\n]+/u)
    .map((sentence) => plainWords(sentence))
    .filter(Boolean);
  return sentences.every(isStock) || repeats(plainWords(text).split(' '));
}

const isStock = (sentence: string): boolean =>
  PHRASES.has(sentence) ||
  sentence.split(' ').every((word) => FAREWELL_WORDS.has(word)) ||
  (CREDITS.test(sentence) && sentence.split(' ').length <= CREDIT_WORDS_AT_MOST);

/** Any sentence of these words alone is a farewell to viewers. */
const FAREWELL_WORDS = new Set(
  `thank thanks you so very much for watching listening viewing joining and please dont forget to like likes subscribe
  share comment my the our this channel video videos bye goodbye see next time in one again everyone everybody guys all i
  ill well be back soon later ok okay hmm mm um uh oh`.split(/\s+/),
);

const CREDIT_WORDS_AT_MOST = 14;
const CREDITS =
  /\b(?:amara org|castingwords|dimatorzok|untertitel\w*|sous titr\w+|subtitulos|sottotitoli|legendas|ondertitel\w*|napisy|altyazi\w*)\b|субтитр|字幕|\b(?:subtitles?|captions?|captioning|transcri(?:bed|pt|ption)|translat(?:ed|ion)) by\b/u;

const PHRASES = new Set(
  [
    'blank audio',
    'music',
    'music playing',
    'applause',
    'laughter',
    'silence',
    'inaudible',
    'no speech',
    'background noise',
    'Vielen Dank',
    'Vielen Dank fürs Zuschauen',
    'Vielen Dank für die Aufmerksamkeit',
    'Danke',
    'Danke fürs Zuschauen',
    'Bis zum nächsten Mal',
    'Das war’s für heute',
    'Musik',
    'Merci',
    'Merci d’avoir regardé',
    'Merci d’avoir regardé cette vidéo',
    'Abonnez-vous',
    'Abonnez-vous à la chaîne',
    'Musique',
    'Gracias',
    'Gracias por ver',
    'Gracias por ver el video',
    'Suscríbete',
    'Suscríbete al canal',
    'Música',
    'Grazie',
    'Grazie per la visione',
    'Grazie per aver guardato',
    'Obrigado',
    'Obrigado por assistir',
    'Inscreva-se no canal',
    'Bedankt voor het kijken',
    'Dziękuję',
    'Dziękuję za oglądanie',
    'Dziękuję za uwagę',
    'Teşekkürler',
    'İzlediğiniz için teşekkürler',
    'İzlediğiniz için teşekkür ederim',
    'Abone olmayı unutmayın',
    'Спасибо',
    'Спасибо за просмотр',
    'Продолжение следует',
    'Подписывайтесь на канал',
    'Дякую за перегляд',
    'ご視聴ありがとうございました',
    'チャンネル登録お願いします',
    '次の動画でお会いしましょう',
    '시청해주셔서 감사합니다',
    '구독과 좋아요 부탁드립니다',
    '谢谢观看',
    '谢谢大家',
    '请订阅',
    'اشتركوا في القناة',
    'شكرا للمشاهدة',
  ].map((phrase) => plainWords(phrase)),
);

const REPEATED_FROM = 4;

/** True where a few words come again and again, and nothing else does. */
function repeats(words: readonly string[]): boolean {
  for (let length = 1; length * REPEATED_FROM <= words.length && length <= 12; length++)
    if (words.every((word, at) => word === words[at % length])) return true;
  return false;
}
