export interface Account {
  sid: string;
  /** Signs the callbacks and opens the REST API. */
  authToken: string;
  /** `SK…` and its secret: they open the REST API too, but sign nothing. */
  apiKey: string;
  apiSecret: string;
}

/** Used when no account is given. Not a real account: configure a receiver with the same values. */
export const demoAccount: Account = {
  sid: 'AC5ca1ab1e0ddba11f00dcafe0b0bca75e',
  authToken: '0dd5eed5ca1ab1e0f1e55ed0ff1ce5aa',
  apiKey: 'SKf00dfacedecafc0ffee0ddba11ab1e5e',
  apiSecret: 'b01dface0ff5e7ca5cade5a55e55ed00',
};

export const ownedNumber = '+16175006181';
export const sipUser = 'dispatcher';
export const sipDomain = 'abchomes.sip.us1.twilio.com';

/** Basic authentication, by AccountSid and AuthToken or by API key and secret. */
export function isAuthorized({ sid, authToken, apiKey, apiSecret }: Account, authorization: string | undefined) {
  return [`${sid}:${authToken}`, `${apiKey}:${apiSecret}`].some(
    (pair) => authorization === `Basic ${Buffer.from(pair).toString('base64')}`,
  );
}
