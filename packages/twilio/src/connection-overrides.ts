/** Asks Twilio to try again, five times within its 15 s, on any failure; by default it retries almost nothing. */
const RETRY_EVERYTHING = '#rc=5&rp=all';

/** A URL as we hand it to Twilio. The fragment is neither sent nor signed. */
export const withOverrides = (url: string): string => `${url}${RETRY_EVERYTHING}`;
