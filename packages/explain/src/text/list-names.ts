import type { Finding } from '../findings/examine-leg.ts';

/** `initiated, ringing and answered`. */
export const listNames = (findings: readonly Finding[]): string =>
  listTexts(findings.map(({ expected }) => expected.name));

export const listTexts = (texts: readonly string[]): string =>
  new Intl.ListFormat('en-GB', { type: 'conjunction' }).format(texts);
