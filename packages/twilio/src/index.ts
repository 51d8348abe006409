export {
  openSignatureCheck,
  signedParts,
  sortPairs,
  type Pair,
  type SignatureCheck,
  type SignatureVerdict,
  type SignedRequest,
} from './signature.ts';
export { routingTwiml, emptyTwiml, apologyTwiml, type RoutingConfig } from './twiml.ts';
export { withOverrides } from './connection-overrides.ts';
