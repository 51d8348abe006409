import type { Siren } from './open-sirens.ts';

export type SirenType = Siren['alert_type'];

/** Of each kind of emergency. The compiler asks for a new one. */
const WORDS: Readonly<Record<SirenType, string>> = {
  emergency: 'Emergency',
  quality_issue: 'Bad quality',
  technical_problem: 'Technical problem',
  inappropriate_behavior: 'Inappropriate behaviour',
};

export const SIREN_TYPES = Object.keys(WORDS) as SirenType[];

/** A kind that a newer server knows is shown by its own name. */
export const sirenWords = (type: SirenType): string => WORDS[type] ?? type;
