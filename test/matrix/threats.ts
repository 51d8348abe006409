import type { Row } from './row.ts';
import { THREATS_TO_CALLS } from './threats-to-calls.ts';
import { THREATS_TO_PEOPLE } from './threats-to-people.ts';

/** Every threat that the product must hold off. */
export const THREATS: readonly Row[] = [...THREATS_TO_CALLS, ...THREATS_TO_PEOPLE];
