import type { Erasure } from './erase.ts';

/** What `erase` prints: counts per table, and what is left to do. Names no person. */
export function describeErasure({ isPreview, counts, calls, objects, spooled, fetching }: Erasure): string {
  const tables = Object.entries(counts).toSorted(([a], [b]) => a.localeCompare(b));
  const width = Math.max(0, ...tables.map(([table]) => table.length));
  const lines = [
    `${isPreview ? 'Would erase' : 'Erased'} a person in ${calls} calls, ${objects} objects of the store and ${spooled} files of the spool.`,
    ...tables.map(([table, count]) => `  ${table.padEnd(width)}  ${count}`),
    ...(tables.length === 0 ? ['No row names the person.'] : []),
    ...(fetching > 0
      ? [
          `${fetching} recordings are being fetched. Run it again in two minutes, so that none of them stays in the store.`,
        ]
      : []),
  ];
  return `${lines.join('\n')}\n`;
}
