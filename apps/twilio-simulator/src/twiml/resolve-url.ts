/** A URL in a document, seen from the document's own, if it has one; undefined if it is none that could be requested. */
export function resolveUrl(url: string, documentUrl: string): string | undefined {
  const resolved = URL.parse(url, documentUrl || undefined);
  return resolved && /^https?:$/.test(resolved.protocol) ? resolved.href : undefined;
}
