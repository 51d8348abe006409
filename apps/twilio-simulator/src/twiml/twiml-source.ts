/** An address in a document or of a request. */
export interface Target {
  url: string | undefined;
  method?: string | undefined;
}

/** Where a call's TwiML comes from: a URL to ask, or the document itself. */
export type TwimlSource = { url: string; method: string | undefined } | { twiml: string };

/** A URL in a document, seen from the document's own, if it has one; undefined if it is none that could be requested. */
export function resolveUrl(url: string, documentUrl: string): string | undefined {
  const resolved = URL.parse(url, documentUrl || undefined);
  return resolved && /^https?:$/.test(resolved.protocol) ? resolved.href : undefined;
}
