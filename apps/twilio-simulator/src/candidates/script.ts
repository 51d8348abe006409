/** How a candidate behaves. Every `hangs-up-at-N` up to 9 is one. */
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

/** By the last two digits of the number that is called; whoever is not listed answers well. */
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

/** `…21` to `…29` hang up at that question. */
export function scriptOf(number: string): Script {
  const ending = /\d\d$/.exec(number)?.[0] ?? '';
  const [, question] = /^2([1-9])$/.exec(ending) ?? [];
  return question ? `hangs-up-at-${Number(question)}` : (byNumber.get(ending) ?? 'strong');
}
