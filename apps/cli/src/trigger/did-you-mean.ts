import { closestMatch } from 'leven';

/** ` Did you mean X?`, or nothing where none of the names is near. */
export function didYouMean(text: string, names: readonly string[]): string {
  const near = closestMatch(text, [...names], { maxDistance: Math.max(2, Math.floor(text.length / 3)) });
  return near === undefined ? '' : ` Did you mean ${near}?`;
}
