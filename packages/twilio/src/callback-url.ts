type Parameters = Readonly<Record<string, string | number | undefined>>;

/**
 * A URL of ours for Twilio to request. Its parameters are in alphabetical order: Twilio has been reported to sort them
 * after signing the URL as given, which only that order survives.
 */
export function callbackUrl(baseUrl: string, path: string, parameters: Parameters): string {
  const url = new URL(baseUrl.replace(/\/+$/, '') + path);
  for (const [name, value] of Object.entries(parameters))
    if (value !== undefined) url.searchParams.set(name, `${value}`);
  url.searchParams.sort();
  return url.href;
}

/** Makes Twilio retry a callback five times within its 15 s on any failure; by default it retries almost nothing. */
const RETRY_EVERYTHING = '#rc=5&rp=all';

/** A URL with overrides in its fragment, which Twilio neither sends nor signs. */
export const withOverrides = (url: string): string => `${url}${RETRY_EVERYTHING}`;
