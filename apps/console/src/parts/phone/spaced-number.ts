/** E.164: country codes of one digit and of two; all others have three. */
const COUNTRY_CODE = /^\+(1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|\d{3})(\d{4,12})$/;

/** The country code, then groups of three: `+1 508 555 0133`, `+49 305 550 114`, `+237 005 550 169`. */
export function spacedNumber(number: string): string {
  const american = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(number);
  if (american) return `+1 ${american.slice(1).join(' ')}`;
  const [, code, rest] = COUNTRY_CODE.exec(number) ?? [];
  return code === undefined ? number : `+${code} ${rest!.replaceAll(/(\d{3})(?=\d{2})/g, '$1 ')}`;
}
