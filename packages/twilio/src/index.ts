export { accountsEnv, otherAccounts, type AccountsConfig, type AccountTokens } from './accounts.ts';
export {
  openSignatureCheck,
  signedParts,
  sortPairs,
  type Pair,
  type SignatureCheck,
  type SignatureVerdict,
  type SignedRequest,
} from './signature.ts';
export { withOverrides } from './connection-overrides.ts';
export type { TelephonyProvider } from './twilio-account.ts';
