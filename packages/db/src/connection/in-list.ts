/** `('pending', 'failed')`: constants of packages/telephony as an SQL list, so that partial indexes match. Never input. */
export function inList(values: readonly string[]): string {
  if (!values.every((value) => /^[\w-]+$/.test(value))) throw new TypeError('Only constants go into the text of SQL');
  return `(${values.map((value) => `'${value}'`).join(', ')})`;
}
