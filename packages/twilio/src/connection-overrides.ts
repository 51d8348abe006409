/** Makes Twilio retry a callback five times within its 15 s on any failure; by default it retries almost nothing. */
const RETRY_EVERYTHING = '#rc=5&rp=all';

/** A URL with overrides in its fragment, which Twilio neither sends nor signs. */
export const withOverrides = (url: string): string => `${url}${RETRY_EVERYTHING}`;
