import type { Fields } from './fact-kind.ts';

/** Twilio names each party of a voice request twice, in fields that do not stand beside each other. */
const TWINS = [
  ['From', 'Caller'],
  ['To', 'Called'],
] as const;

/** No field of Twilio's sorts before it: what does was cut off the end of the URL. */
const FIRST_NAME = 'AccountSid';

/** Traces of a boundary that moved inside a value whose form does not show it: a party, or the end of the URL. */
export function findMovedBoundary(fields: Fields, rawTarget: string, signedText: string): string | null {
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
