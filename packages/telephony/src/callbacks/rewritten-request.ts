import type { Fields } from './field-values.ts';
import { KNOWN_FIELDS } from './known-fields.ts';

export type SignedRequest = {
  fields: Fields;
  /** Path and query as received. */
  rawTarget: string;
  /** What the signature covers: the raw target and all decoded names and values in a row. */
  signedText: string;
};

/**
 * Traces of a rewrite under the same signature, or null. The signature covers the URL and the parameters as one string
 * without separators: who moves the boundary between a name and a value keeps it valid, and leaves these traces.
 */
export const findRewrite = (request: SignedRequest): string | null => findHiddenField(request) ?? findCutValue(request);

/** Names that occur inside others (`FromCity`, `CallDuration`) or in text by chance; the first two have twins instead. */
const COMMON: readonly string[] = ['From', 'To', 'Duration'];
const DISTINCTIVE = [...KNOWN_FIELDS].filter(([name]) => !COMMON.includes(name));

/** A known field is missing, but its name and value stand in the signed text, cut elsewhere (`CallDuration1=7`) or merged. */
function findHiddenField({ fields, signedText }: SignedRequest): string | null {
  for (const [known, check] of DISTINCTIVE) {
    if (known in fields) continue;
    for (let at = signedText.indexOf(known); at !== -1; at = signedText.indexOf(known, at + 1)) {
      const end = at + known.length;
      const text = signedText.slice(end);
      const isValue = known === 'RecordingUrl' ? text.startsWith('http') : startsWithValue(text, check);
      if (isValue && !isPartOfName(fields, known, signedText, end))
        return `${known} is hidden in another field or in the URL`;
    }
  }
  return null;
}

const LONGEST_PREFIX = 40;

/** True where the text begins with a possible value. */
function startsWithValue(text: string, check: { test(value: string): boolean }): boolean {
  for (let length = 1; length <= Math.min(text.length, LONGEST_PREFIX); length++) {
    if (check.test(text.slice(0, length))) return true;
  }
  return false;
}

/** Twilio has longer names with a known one at their end: `DialCallSid`, `ParticipantCallStatus`. */
const LONGER = /^(?:Parent|Child|Original|Dial|DialSip|Participant|Conference|Queue|Stream|Transcription|Machine)$/;

const isPartOfName = (fields: Fields, known: string, signedText: string, end: number): boolean =>
  Object.keys(fields).some(
    (name) =>
      name.endsWith(known) && LONGER.test(name.slice(0, -known.length)) && signedText.slice(0, end).endsWith(name),
  );

/** Twilio names each party of a voice request twice, in fields that are not neighbours. */
const TWINS = [
  ['From', 'Caller'],
  ['To', 'Called'],
] as const;

/** No field of Twilio's sorts before it: what does was cut off the end of the URL. */
const FIRST_NAME = 'AccountSid';

/** A boundary moved inside a value whose form does not show it: a party, or the end of the URL. */
function findCutValue({ fields, rawTarget, signedText }: SignedRequest): string | null {
  for (const name in fields) {
    if (name < FIRST_NAME && (rawTarget + name).includes('?')) return `the end of the URL was moved into ${name}`;
    break; // the others sort after it
  }
  for (const [name, twin] of TWINS) {
    const [value, other] = [fields[name], fields[twin]];
    if (other === undefined || value === other) continue;
    if (typeof value !== 'string' || typeof other !== 'string') return `${name} is missing, or ${twin} is repeated`;
    if (isCutFrom(value, other, signedText.includes(name + other)) || isCutFrom(other, value, false))
      return `${name} is not what ${twin} says`;
  }
  return null;
}

/** The two may differ (a whisper to a client), but neither begins with the other. */
const isCutFrom = (part: string, whole: string, isWritten: boolean): boolean =>
  whole.startsWith(part) && (part !== '' || isWritten);
