import { randomBytes } from 'node:crypto';

/** The account of the proof, and a subaccount of it that its REST API lists. */
export const ACCOUNT = `AC${'f1e1d'.padEnd(32, '0')}`;
export const SUBACCOUNT = `AC${'f1e1d5ab'.padEnd(32, '0')}`;

/** The tokens that sign, by the names that cases use. */
export const TOKENS: Readonly<Record<string, string>> = {
  primary: 'the token of the field',
  secondary: 'the second token of the field',
  secret: 'a secret of the application',
  subaccount: 'the token of the subaccount',
  stranger: 'the token of another account',
};

/** The SIDs and the time of one case: each placeholder is the same throughout it. */
export type Sids = { fillIn<T>(value: T): T; of(placeholder: string): string };

/**
 * Fills placeholders in the texts of a case: `CANEW`, `RENEW`, `CFNEW` (a fresh SID; `CANEW2` is another one), `ACCOUNT`,
 * `SUBACCOUNT`, and `NOW` or `ISONOW`, the time in Twilio's two forms.
 */
export function openSids(): Sids {
  const sids = new Map<string, string>();
  const now = new Date();
  const of = (placeholder: string): string => {
    const known = sids.get(placeholder) ?? placeholder.slice(0, 2) + randomBytes(16).toString('hex');
    sids.set(placeholder, known);
    return known;
  };
  const text = (value: string): string =>
    value
      .replaceAll(/(?:CA|RE|CF)NEW\d?/g, of)
      .replaceAll('SUBACCOUNT', SUBACCOUNT)
      .replaceAll('ACCOUNT', ACCOUNT)
      .replaceAll('ISONOW', now.toISOString())
      .replaceAll(/\bNOW\b/g, now.toUTCString().replace('GMT', '+0000'));
  const fill = (value: unknown): unknown => {
    if (typeof value === 'string') return text(value);
    if (Array.isArray(value)) return value.map(fill);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, fill(item)]));
  };
  return { fillIn: <T>(value: T) => fill(value) as T, of };
}
