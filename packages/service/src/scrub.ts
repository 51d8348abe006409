/** What looks like a secret: keys and tokens by their form, and any word as long as one. */
const SECRET =
  /\btrk_\w+|\beyJ[\w-]+\.[\w.-]+|(?<![\w-])[\w-]{40,}(?![\w-])|(?<!\w)[\da-f]{32}(?!\w)|(?<=:\/\/)[^\s/@]+(?=@)|(?<=[?&](?:token|key|signature)=)[^\s&"']+/gi;
/** Digits with the usual separators; not parts of a SID or a UUID. */
const NUMBER = /(?<![\w-])\+?\(?\d(?:[ ().-]{0,2}\d){6,}(?![\w-])/g;
const PHONE_DIGITS = { least: 7, most: 15 }; // E.164; the numbers of our rows have 16

/** The text without what looks like a phone number or a secret. */
export const scrub = (text: string): string =>
  text.replaceAll(SECRET, '[secret]').replaceAll(NUMBER, (found) => (isPhoneNumber(found) ? '[number]' : found));

function isPhoneNumber(found: string): boolean {
  const digits = found.replaceAll(/\D/g, '').length;
  return digits >= PHONE_DIGITS.least && digits <= PHONE_DIGITS.most;
}
