/** How a candidate behaves. `hangs-up-at-1` to `hangs-up-at-9` are scripts, too. */
export const scripts = [
  'strong',
  'weak',
  'silent',
  'presses-key',
  'speaks-german',
  'injects',
  'busy',
  'no-answer',
  'machine',
] as const;
export type Script = (typeof scripts)[number] | `hangs-up-at-${number}`;

export const isScript = (text: unknown): text is Script =>
  typeof text === 'string' && (/^hangs-up-at-[1-9]$/.test(text) || scripts.some((script) => script === text));

/** Scripts by the last two digits of the number. All other numbers have `strong`. */
const byNumber: ReadonlyMap<string, Script> = new Map<string, Script>([
  ['11', 'weak'],
  ['12', 'silent'],
  ['31', 'presses-key'],
  ['32', 'speaks-german'],
  ['33', 'injects'],
  ['41', 'busy'],
  ['42', 'no-answer'],
  ['43', 'machine'],
]);

/** `…21` to `…29` hang up at question 1 to 9. */
export function scriptOf(number: string): Script {
  const ending = /\d\d$/.exec(number)?.[0] ?? '';
  const [, question] = /^2([1-9])$/.exec(ending) ?? [];
  return question ? `hangs-up-at-${Number(question)}` : (byNumber.get(ending) ?? 'strong');
}
