/** A form as received: a value is a string, or an array where the name came more than once. */
export type Fields = Readonly<Record<string, unknown>>;

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
