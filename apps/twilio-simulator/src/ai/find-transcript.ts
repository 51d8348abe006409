/**
 * Finds the transcripts in a prompt. In JSON: properties whose names contain `transcript` or `answer`. In text: what
 * stands between tags or markers of such a name, in JSON within the text, or behind `Transcript:`. Otherwise the whole
 * prompt. A closing tag within the data does not end it: the last closing tag does.
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

/** The texts below properties of such a name, at any depth. */
function textsIn(value: unknown, isData: boolean): string[] {
  if (typeof value === 'string') return isData ? [value.trim()] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => textsIn(each, isData || /transcript|answer/i.test(key)));
}

const name = '[\\w-]*(?:transcript|answer)[\\w-]*';

const patterns: readonly RegExp[] = [
  // The data ends at the next opening tag of the same name at the latest.
  new RegExp(`<(?<tag>${name})(?:\\s[^>]*)?>(?<data>(?:(?!<\\k<tag>[\\s>])[^])*)</\\k<tag>>`, 'gi'),
  new RegExp(`(?:BEGIN|<<<)[ _]*(?<mark>${name})[^\\n]*\\n(?<data>[^]*)\\n[^\\n]*(?:END|>>>)`, 'gi'),
  new RegExp(`"${name}"\\s*:\\s*"(?<data>(?:[^"\\\\]|\\\\.)*)"`, 'gi'),
  /^\W*(?:transcript|answer)s?\W*:\s*(?<data>[^]*)$/gim,
];
