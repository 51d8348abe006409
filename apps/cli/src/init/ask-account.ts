import { openTwilioConfiguration } from '@trunkline/twilio/configuration';
import { openTwilio, twilioRestEnv } from '@trunkline/twilio/rest';
import { z } from 'zod';

type AccountNumber = { number: string; voiceUrl: string };
export type Account = { name: string; status: string; numbers: AccountNumber[] };

/** Reads the account and its numbers at Twilio; throws what the REST API refuses, with its remedy. */
export async function askAccount(accountSid: string, authToken: string): Promise<Account> {
  const { TWILIO_API_URL, TWILIO_REGION, TWILIO_EDGE } = process.env;
  const given = { TWILIO_API_URL, TWILIO_REGION, TWILIO_EDGE };
  const set = Object.fromEntries(Object.entries(given).filter(([, value]) => value));
  const config = z
    .object(twilioRestEnv)
    .parse({ ...set, TWILIO_ACCOUNT_SID: accountSid, TWILIO_AUTH_TOKEN: authToken });
  using twilio = openTwilio(config);
  const configuration = openTwilioConfiguration(accountSid, twilio.client);
  const { account } = await configuration.account();
  const numbers = await configuration.numbers();
  return {
    name: account.friendly_name ?? accountSid,
    status: account.status ?? 'unknown',
    numbers: numbers
      .filter(({ capabilities }) => capabilities?.voice !== false)
      .map(({ phone_number: number, voice_url: voiceUrl }) => ({ number, voiceUrl: voiceUrl ?? '' })),
  };
}
