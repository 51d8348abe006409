/** A form as received: a value is a string, or an array where the name came more than once. JSON has its own types. */
export type Fields = Readonly<Record<string, unknown>>;

/**
 * A field as a form would write it: numbers and booleans of JSON as text, equal repeats once. Undefined where it is
 * missing, empty, null, or no single text.
 */
export function fieldText(fields: Fields, name: string): string | undefined {
  const value = fields[name];
  if (typeof value === 'string') return value === '' ? undefined : value;
  return value === undefined || value === null ? undefined : unusualText(value);
}

function unusualText(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (!Array.isArray(value)) return undefined;
  const [first, ...others] = value as unknown[];
  return others.every((other) => other === first) && typeof first === 'string' && first !== '' ? first : undefined;
}

/** A text that is not empty. */
export const nonEmpty = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** A whole number in decimal digits. */
export const wholeNumber = (value: unknown): number | undefined =>
  typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : undefined;

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };
/** The same values without those that are undefined. */
export function defined<T extends Record<string, unknown>>(values: T): Defined<T> {
  const result: Record<string, unknown> = {};
  for (const name in values) if (values[name] !== undefined) result[name] = values[name];
  return result as Defined<T>;
}
