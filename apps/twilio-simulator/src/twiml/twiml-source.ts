/** A URL in a document or in a REST request, with its method. */
export interface Target {
  url: string | undefined;
  method?: string | undefined;
}

/** Where a call's TwiML comes from: a URL, or the document itself. */
export type TwimlSource = { url: string; method: string | undefined } | { twiml: string };

/** Resolves a URL of a document against the document's own. Undefined if it is not an HTTP URL. */
export function resolveUrl(url: string, documentUrl: string): string | undefined {
  const resolved = URL.parse(url, documentUrl || undefined);
  return resolved && /^https?:$/.test(resolved.protocol) ? resolved.href : undefined;
}
