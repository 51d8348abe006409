export { accountSidEnv, accountsEnv, otherAccounts, type AccountsConfig, type AccountTokens } from './accounts.ts';
export { openMismatchExplainer, type ExplainedMismatch, type MismatchExplainer } from './explain-mismatch.ts';
export {
  accountOf,
  distinctPairs,
  openSignatureCheck,
  signedParts,
  sortPairs,
  type Pair,
  type SignatureCheck,
  type SignatureVerdict,
  type SignedRequest,
} from './signature.ts';
export { signCallback, type SignedCallback } from './sign-callback.ts';
export { callbackUrl, withOverrides } from './callback-url.ts';
export type { TelephonyProvider } from './twilio-account.ts';
