/** Reads the value of each setting. A rule throws `InvalidOptionError` for an invalid value. */
export type SettingRules<T> = { readonly [Name in keyof T]: (name: string, given: unknown) => T[Name] };

/** Changes the given settings, all or none. Settings that are missing in `given` stay as they are. */
export function changeSettings<T extends object>(settings: T, rules: SettingRules<T>, given: unknown): void {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw new InvalidOptionError('settings must be a JSON object');
  const changed = Object.entries(given).map(([name, value]) => {
    if (!Object.hasOwn(rules, name))
      throw new InvalidOptionError(`${name} must be one of ${Object.keys(rules).join(', ')}`);
    return [name, rules[name as keyof T](name, value)];
  });
  Object.assign(settings, Object.fromEntries(changed));
}

export const share = (name: string, given: unknown): number => readNumber(name, given, 0, 1);

export const amount = (name: string, given: unknown): number => readNumber(name, given, 0, Number.MAX_SAFE_INTEGER);

export function flag(name: string, given: unknown): boolean {
  if (typeof given === 'boolean') return given;
  throw new InvalidOptionError(`${name} must be true or false, not ${JSON.stringify(given)}`);
}

export const oneOf =
  <T extends string>(values: readonly T[]) =>
  (name: string, given: unknown): T => {
    const value = values.find((each) => each === given);
    if (value !== undefined) return value;
    throw new InvalidOptionError(`${name} must be one of ${values.join(', ')}, not ${JSON.stringify(given)}`);
  };

/** An invalid option or setting. The message names it and its valid values. */
export class InvalidOptionError extends Error {}

/** Reads a number from JSON or from the command line. */
export function readNumber(name: string, given: unknown, min: number, max: number): number {
  const value = given === '' || given === null || typeof given === 'boolean' ? Number.NaN : Number(given);
  if (value >= min && value <= max) return value;
  throw new InvalidOptionError(`${name} must be a number from ${min} to ${max}, not ${JSON.stringify(given)}`);
}
