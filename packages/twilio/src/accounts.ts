import { ACCOUNT_SID } from '@trunkline/telephony/callbacks';
import { z } from 'zod';

/** The SID of an account in the environment. */
export const accountSidEnv = z.string().regex(ACCOUNT_SID, 'must be AC and 32 hexadecimal digits');

/** Auth tokens by account: Twilio signs a callback with the token of the account that owns the call. */
export type AccountTokens = ReadonlyMap<string, readonly string[]>;

const itemsOf = (text: string, separator: string): string[] =>
  text.split(separator).flatMap((item) => item.trim() || []);

const accountTokens = z.string().transform((text, context): AccountTokens => {
  const tokens = new Map<string, string[]>();
  for (const item of itemsOf(text, ',')) {
    const colon = item.indexOf(':');
    const [sid, given] = [item.slice(0, colon), itemsOf(item.slice(colon + 1), '|')];
    if (colon === -1 || !ACCOUNT_SID.test(sid) || given.length === 0) {
      context.addIssue({ code: 'custom', message: 'must be AC…:token, comma-separated, several tokens joined by |' });
      return z.NEVER;
    }
    tokens.set(sid, [...(tokens.get(sid) ?? []), ...given]);
  }
  return tokens;
});

const subaccounts = z.string().transform((text, context): 'any' | ReadonlySet<string> => {
  if (text.trim().toLowerCase() === 'any') return 'any';
  const sids = itemsOf(text, ',');
  if (sids.every((sid) => ACCOUNT_SID.test(sid))) return new Set(sids);
  context.addIssue({
    code: 'custom',
    message: 'must be any, or account SIDs (AC and 32 hexadecimal digits), comma-separated',
  });
  return z.NEVER;
});

/** Variables of every process that accepts callbacks, or asks Twilio about calls, of subaccounts too. */
export const accountsEnv = {
  TWILIO_SUBACCOUNTS: subaccounts
    .default(new Set<string>())
    .describe('accounts besides TWILIO_ACCOUNT_SID whose calls are ours, comma-separated; any accepts all'),
  TWILIO_AUTH_TOKENS: accountTokens
    .default(new Map())
    .describe('auth tokens of subaccounts: AC…:token, comma-separated, several of one account joined by |'),
};

export type AccountsConfig = z.output<z.ZodObject<typeof accountsEnv>>;

/** The accounts besides our own one whose calls are ours: an account whose token we were given is known. */
export const otherAccounts = ({ TWILIO_SUBACCOUNTS: given, TWILIO_AUTH_TOKENS: tokens }: AccountsConfig) =>
  given === 'any' ? given : new Set([...given, ...tokens.keys()]);
