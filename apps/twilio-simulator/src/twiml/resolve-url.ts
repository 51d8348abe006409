/** A URL in a document, seen from the document's own; undefined if it is none that could be requested. */
export function resolveUrl(url: string, documentUrl: string): string | undefined {
  const resolved = URL.parse(url, documentUrl);
  return resolved && /^https?:$/.test(resolved.protocol) ? resolved.href : undefined;
}
