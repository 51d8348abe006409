/**
 * The data in a prompt: in JSON the properties whose name contains `transcript` or `answer`; in text what stands between
 * tags or markers of such a name, in JSON within the text, or behind `Transcript:`; without any of it, the whole message.
 * A closing tag that the data itself contains does not end it: the last one does.
 */
export function findTranscripts(prompt: string): string[] {
  const texts = textsIn(parseJson(prompt), false);
  if (texts.length > 0) return texts;
  for (const pattern of patterns) {
    const found = Array.from(prompt.matchAll(pattern), (match) => (match.groups?.['data'] ?? '').trim());
    if (found.length > 0) return found;
  }
  return [prompt.trim()];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The texts below properties of such a name, however deep. */
function textsIn(value: unknown, isData: boolean): string[] {
  if (typeof value === 'string') return isData ? [value.trim()] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => textsIn(each, isData || /transcript|answer/i.test(key)));
}

const name = '[\\w-]*(?:transcript|answer)[\\w-]*';

const patterns: readonly RegExp[] = [
  // A tag with an attribute or a number of its own ends at the next one of its kind at the latest.
  new RegExp(`<(?<tag>${name})(?:\\s[^>]*)?>(?<data>(?:(?!<\\k<tag>[\\s>])[^])*)</\\k<tag>>`, 'gi'),
  new RegExp(`(?:BEGIN|<<<)[ _]*(?<mark>${name})[^\\n]*\\n(?<data>[^]*)\\n[^\\n]*(?:END|>>>)`, 'gi'),
  new RegExp(`"${name}"\\s*:\\s*"(?<data>(?:[^"\\\\]|\\\\.)*)"`, 'gi'),
  /^\W*(?:transcript|answer)s?\W*:\s*(?<data>[^]*)$/gim,
];
