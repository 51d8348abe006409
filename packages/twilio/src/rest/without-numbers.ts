/** A text of Twilio's for logs and messages: phone numbers are redacted, SIDs and error codes stay. */
export const withoutNumbers = (text: string): string => text.replace(PHONE_NUMBER, '(number)');

/** Numbers as Twilio writes them: `+` and digits, or at least seven bare digits, percent-encoded in a path. */
const PHONE_NUMBER = /(?<![0-9A-Za-z])(?:%2B|\+)?\d{7,15}(?![0-9A-Za-z])|(?:%2B|\+)\d{3,15}/gi;
