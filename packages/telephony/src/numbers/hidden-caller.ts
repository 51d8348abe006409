/**
 * Callers who hide their number. Carriers pass a word in place of it, and where only digits fit, the word as it is spelled
 * on a keypad: 266696687 is ANONYMOUS.
 */

/** Words whose spellings reports show as `From` of calls: stand-ins also where a real number would look the same. */
const REPORTED = ['anonymous', 'restricted', 'blocked', 'unknown', 'unavailable'];

/** Words of the same kind. Their spellings are stand-ins only where they are no valid number. */
const RELATED = [
  'anonymouscaller',
  'blockedcaller',
  'blockednumber',
  'hidden',
  'idunavailable',
  'idwithheld',
  'invalid',
  'nocallerid',
  'noname',
  'nonumber',
  'notavailable',
  'notprovided',
  'outofarea',
  'private',
  'privatecaller',
  'privatenumber',
  'suppressed',
  'undisclosed',
  'unidentified',
  'unknowncaller',
  'unknownnumber',
  'unlisted',
  'withheld',
];

/** 464 stands for No Caller ID; the other two are misspellings of RESTRICTED and UNKNOWN in wide use. */
const IRREGULAR = ['464', '7378742883', '8566696'];

const KEYPAD = '22233344455566677778889999';

/** The digits of the keys that a word is spelled with. */
export const spellOnKeypad = (word: string): string =>
  word.toLowerCase().replace(/[a-z]/g, (letter) => KEYPAD[letter.charCodeAt(0) - 97]!);

const CERTAIN: ReadonlySet<string> = new Set(REPORTED.map(spellOnKeypad));
const LIKELY: ReadonlySet<string> = new Set([...RELATED.map(spellOnKeypad), ...IRREGULAR]);

/**
 * True for digits that spell a reported word, with or without the `1` of North America or a prefix for abroad. So it is
 * for +17378742833, which could be a number in Austin: Twilio has delivered it for RESTRICTED.
 */
export const isCertainStandIn = (digits: string): boolean => CERTAIN.has(withoutPrefix(digits));

/** True for digits that stand for no number, provided that they are no valid number either; all zeros too. */
export const isLikelyStandIn = (digits: string): boolean =>
  LIKELY.has(withoutPrefix(digits)) || /^1?0{4,}$/.test(digits);

/** No key with letters is 0 or 1: a spelling never begins with either. */
const withoutPrefix = (digits: string): string => digits.replace(/^(?:011|00)?1?/, '');

const SUBJECT = '(?:the|caller|calling|call|line|party|phone|number|name|cid|id|user)*';
const REASON =
  'anonym(?:ous|e|us)?|anonimo|restricted|blocked|unknown|unbekannt|inconnu|desconocido|unavail(?:able)?|private|privado|' +
  'privato|privacy|withheld|hidden|suppressed|unlisted|undisclosed|unidentified|outofarea|no(?:t|n)?(?:available|' +
  'provided|disclosed|known|identified|published)';
const WORDS = new RegExp(`^(?:${SUBJECT}(?:${REASON})${SUBJECT}|no(?:caller|number|name|cid|id)+(?:available)?)$`);

/** True for the words of a hidden caller: `anonymous`, `Unknown Caller`, `No Caller ID`. */
export const isHiddenWord = (text: string): boolean =>
  text.length <= 40 &&
  WORDS.test(
    text
      .toLowerCase()
      .replace(/[\s._()'"-]/g, '')
      .normalize('NFD')
      .replace(/\p{M}/gu, ''),
  );

/** True for a host that names no machine (RFC 2606, 3323): `anonymous.invalid`. */
export const isHiddenHost = (host: string): boolean => /(?:^|\.)invalid$/i.test(host) || isHiddenWord(host);

/** True for parameters of a SIP address that ask to hide the caller (RFC 3323): `;privacy=id`. */
export const asksForPrivacy = (parameters: string): boolean => /[;?&]privacy=(?!none\b|off\b)/i.test(parameters);
