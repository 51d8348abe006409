export { readConsent, type ConsentAnswer } from './read-consent.ts';
export { nextConsentStep, type ConsentSaid, type ConsentStep } from './consent-step.ts';
export { foldConsent, type CallConsent } from './fold-consent.ts';
export { CONSENT_MACHINE, CONSENT_STATES, type ConsentState } from './consent-state.ts';
