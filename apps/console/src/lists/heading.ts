/** A line above some rows of a list: what they have in common, and how many of them count. */
export type Heading = { id: string; heading: string; count: number };

export const isHeading = (entry: unknown): entry is Heading =>
  typeof entry === 'object' && entry !== null && 'heading' in entry;

export const isRow = <T>(entry: T | Heading): entry is T => !isHeading(entry);
