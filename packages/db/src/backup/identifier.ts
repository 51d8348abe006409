/** A name of the catalogue as SQL writes it. */
export const asIdentifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;
