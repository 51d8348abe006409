export interface Account {
  sid: string;
  authToken: string;
}

/** Used when no account is given. Not a real account: configure a receiver with the same two values. */
export const demoAccount: Account = {
  sid: 'AC5ca1ab1e0ddba11f00dcafe0b0bca75e',
  authToken: '0dd5eed5ca1ab1e0f1e55ed0ff1ce5aa',
};

export const ownedNumber = '+16175006181';
export const sipUser = 'dispatcher';
export const sipDomain = 'abchomes.sip.us1.twilio.com';
