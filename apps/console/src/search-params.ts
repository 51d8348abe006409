/** Reads one parameter of an address; throws UnknownParameterError for a value that it does not know. */
type Read<T> = (given: string, name: string) => T;

/** A parameter that no field of the page stands for, or a value that it does not know. It is said, and never ignored. */
export class UnknownParameterError extends Error {
  override readonly name = 'UnknownParameterError';
}

const refuse = (name: string, given: string): never => {
  throw new UnknownParameterError(`${name}=${given}`);
};

export const oneOf =
  <T extends string>(values: readonly T[]): Read<T> =>
  (given, name) =>
    values.find((value) => value === given) ?? refuse(name, given);

/** Values separated by commas. */
export const anyOf =
  <T extends string>(values: readonly T[]): Read<T[]> =>
  (given, name) =>
    given.split(',').map((part) => oneOf(values)(part, name));

export const text =
  (maxLength: number): Read<string> =>
  (given, name) =>
    given.length <= maxLength ? given : refuse(name, `${given.slice(0, 20)}…`);

/** The state of a page from the parameters of its address. */
export const readSearch =
  <S extends object>(fields: { readonly [Name in keyof S]-?: Read<NonNullable<S[Name]>> }) =>
  (given: Record<string, unknown>): S => {
    const entries = Object.entries(given).filter(([, value]) => value !== undefined && value !== '');
    return Object.fromEntries(
      entries.map(([name, value]) => {
        const read: Read<unknown> = (fields as Record<string, Read<unknown>>)[name] ?? ((each, of) => refuse(of, each));
        return [name, read(Array.isArray(value) ? value.join(',') : String(value), name)];
      }),
    ) as S;
  };

/** Addresses are written as the API's are: `status=ringing,in-progress`. */
export const parseSearch = (search: string): Record<string, string> => Object.fromEntries(new URLSearchParams(search));

export function stringifySearch(search: Record<string, unknown>): string {
  const given = Object.entries(search).flatMap(([name, value]): [string, string][] => {
    const written: unknown = Array.isArray(value) ? value.join(',') : value;
    return typeof written === 'string' && written !== '' ? [[name, written]] : [];
  });
  const query = new URLSearchParams(given).toString().replaceAll('%2C', ',');
  return query ? `?${query}` : '';
}
