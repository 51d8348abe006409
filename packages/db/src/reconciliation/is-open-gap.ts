/** True for a gap that is neither healed nor ignored, as SQL over its alias or table. */
export const isOpenGap = (gap: string): string => `${gap}.healed_at is null and ${gap}.ignored_at is null`;
