import { invalidParameter } from './rest-error.ts';

/** One of some words; undefined if nothing was posted. */
export function readChoice<T extends string>(form: URLSearchParams, name: string, among: readonly T[]): T | undefined {
  const text = form.get(name);
  if (!text) return undefined;
  const choice = among.find((each) => each === text);
  if (!choice) throw invalidParameter(name, text);
  return choice;
}
