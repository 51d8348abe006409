import { fieldText, type Fields } from './field-values.ts';
import { DECISIVE_FIELDS, FIELD_FORMS, type KnownField } from './known-fields.ts';

type SignedForm = {
  fields: Fields;
  /** Path and query as received. */
  rawTarget: string;
};

const DECISIVE_NAMES = DECISIVE_FIELDS.map(([name]) => name).join('|');
const DECISIVE_START = new RegExp(`^(${DECISIVE_NAMES})([^]+)$`);

/**
 * Traces of a rewrite under the same signature, or null. The signature covers the URL and the sorted parameters as one
 * string without separators: moving the boundary between a name and a value keeps it valid. As the parameters stay sorted
 * and our values have a fixed form, a boundary can only move so that a field is cut in its name, joined with the next
 * ones, or left in the URL. Hidden in free text, it costs no more than its own value, as only whole fields are read.
 */
export const findRewrite = ({ fields, rawTarget }: SignedForm): string | null =>
  findCutName(fields) ?? findJoinedValue(fields) ?? findInUrl(fields, rawTarget);

/** `CallStatuscom` = `pleted`. */
function findCutName(fields: Fields): string | null {
  for (const name in fields) {
    const [, known, tail] = DECISIVE_START.exec(name) ?? [];
    if (known === undefined || known in fields) continue;
    if (startsWithValue(known, tail! + (fieldText(fields, name) ?? '')))
      return `the name of ${known} goes on with its value`;
  }
  return null;
}

/** `ParentCallSid` = `CA…Timestamp…`, or `FromZip` = `02139ParentCallSidCA…`, where its twin says how long the value is. */
function findJoinedValue(fields: Fields): string | null {
  for (const [known, form] of DECISIVE_FIELDS) {
    const text = fieldText(fields, known);
    if (text !== undefined && !form.test(text) && startsWithValue(known, text))
      return `${known} goes on with other fields`;
  }
  for (const [name, twin] of PLACE_TWINS) {
    const [value, other] = [fields[name], fields[twin]];
    if (value === other || typeof value !== 'string' || typeof other !== 'string') continue;
    const [short, long] = value.length < other.length ? [value, other] : [other, value];
    if (!long.startsWith(short)) continue;
    const [, known, text] = DECISIVE_START.exec(long.slice(short.length)) ?? [];
    if (known !== undefined && !(known in fields) && startsWithValue(known, text!))
      return `${known} is hidden in ${name}`;
  }
  return null;
}

/** Twilio names the place of each party twice. */
const PLACE_TWINS = ['City', 'Country', 'State', 'Zip'].flatMap(
  (part) =>
    [
      [`From${part}`, `Caller${part}`],
      [`To${part}`, `Called${part}`],
    ] as const,
);

/** AccountSid sorts before every other field of Twilio's: whatever was moved to the URL took it along. */
const findInUrl = (fields: Fields, rawTarget: string): string | null =>
  !('AccountSid' in fields) && /AccountSidAC[0-9a-fA-F]{32}/.test(rawTarget)
    ? 'AccountSid was moved into the URL'
    : null;

const LONGEST_VALUE = 34;

/** True where the text begins with a possible value. */
function startsWithValue(known: string, text: string): boolean {
  const form = FIELD_FORMS[known as KnownField];
  for (let length = 1; length <= Math.min(text.length, LONGEST_VALUE); length++) {
    if (form.test(text.slice(0, length))) return true;
  }
  return false;
}
