/** Control characters that callers sent must not reach the terminal. */
export const printable = (text: string): string => text.replace(/\p{Cc}/gu, '\u{FFFD}');
