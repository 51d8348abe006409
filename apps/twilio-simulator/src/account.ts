export interface Account {
  sid: string;
  /** Signs callbacks and authenticates REST requests. */
  authToken: string;
  /** `SK…`. The key and its secret authenticate REST requests as well, but sign nothing. */
  apiKey: string;
  apiSecret: string;
}

/** The default account. It is not a real one: configure the receiver with the same values. */
export const demoAccount: Account = {
  sid: 'AC5ca1ab1e0ddba11f00dcafe0b0bca75e',
  authToken: '0dd5eed5ca1ab1e0f1e55ed0ff1ce5aa',
  apiKey: 'SKf00dfacedecafc0ffee0ddba11ab1e5e',
  apiSecret: 'b01dface0ff5e7ca5cade5a55e55ed00',
};

export const ownedNumber = '+16175006181';
export const ownedNumberSid = `PN${ownedNumber.slice(2).padStart(32, '0')}`;
export const sipUser = 'dispatcher';
export const sipDomain = 'abchomes.sip.us1.twilio.com';

/** Checks basic authentication: account SID and auth token, or API key and secret. */
export function isAuthorized({ sid, authToken, apiKey, apiSecret }: Account, authorization: string | undefined) {
  return [`${sid}:${authToken}`, `${apiKey}:${apiSecret}`].some(
    (pair) => authorization === `Basic ${Buffer.from(pair).toString('base64')}`,
  );
}
