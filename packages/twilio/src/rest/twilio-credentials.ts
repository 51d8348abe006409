import { EnvError } from '@trunkline/service';
import type { TwilioRestConfig } from './twilio-rest-env.ts';

export type TwilioCredentials = {
  username: string;
  password: string;
  /** The variables to check where Twilio refuses the credentials. */
  variables: string;
};

/** The API key where there is one, since it can be revoked separately; else the account's auth token. */
export function credentialsOf(config: TwilioRestConfig): TwilioCredentials {
  const { TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, TWILIO_API_KEY, TWILIO_API_SECRET } = config;
  if (TWILIO_API_KEY && TWILIO_API_SECRET)
    return {
      username: TWILIO_API_KEY,
      password: TWILIO_API_SECRET,
      variables: 'TWILIO_API_KEY, TWILIO_API_SECRET and TWILIO_ACCOUNT_SID',
    };
  if (!TWILIO_AUTH_TOKEN)
    throw new EnvError('TWILIO_AUTH_TOKEN, or TWILIO_API_KEY with TWILIO_API_SECRET, is needed to ask Twilio');
  return {
    username: TWILIO_ACCOUNT_SID,
    password: TWILIO_AUTH_TOKEN,
    variables: 'TWILIO_AUTH_TOKEN and TWILIO_ACCOUNT_SID',
  };
}

/**
 * The credentials for a subaccount: its own token, else the auth token of its parent. An API key of the parent is refused
 * for subaccounts.
 */
export function credentialsFor(config: TwilioRestConfig, accountSid: string): TwilioCredentials {
  const { TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, TWILIO_AUTH_TOKENS } = config;
  const variables = `TWILIO_AUTH_TOKENS for ${accountSid}, or TWILIO_AUTH_TOKEN of its parent account`;
  const [own] = TWILIO_AUTH_TOKENS?.get(accountSid) ?? [];
  if (own !== undefined) return { username: accountSid, password: own, variables };
  if (TWILIO_AUTH_TOKEN) return { username: TWILIO_ACCOUNT_SID, password: TWILIO_AUTH_TOKEN, variables };
  return { ...credentialsOf(config), variables };
}
