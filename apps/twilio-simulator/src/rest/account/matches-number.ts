/** Twilio's filter by number: a part of it, with `*` for any digit. */
export function matchesNumber(number: string, filter: string): boolean {
  const pattern = filter.replace(/[^\d*+]/g, '').replaceAll(/[+*]/g, (each) => (each === '*' ? '\\d' : '\\+'));
  return new RegExp(pattern).test(number);
}
