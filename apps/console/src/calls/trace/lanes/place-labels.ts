/** A label below which nothing else is written: where it is anchored, and its text. */
type Label = { x: number; anchor: 'start' | 'middle' | 'end'; text: string };

/** A letter of the small type is about this wide; labels may not touch. */
const LETTER_PX = 6;
const GAP_PX = 8;

/**
 * The labels of a lane, from left to right, within its width. A name that would touch the one before is written together
 * with it (`initiated, ringing`) if both fit, and is left out if they do not: the mark still has its title.
 */
export function placeLabels(names: readonly { x: number; name: string }[], width: number): Label[] {
  const labels = new Map<number, Label>();
  let last: { x: number; end: number; isFull?: boolean } | undefined;
  for (const [n, { x, name }] of names.entries()) {
    const size = name.length * LETTER_PX;
    const anchor = x + size / 2 > width ? 'end' : x < size / 2 ? 'start' : 'middle';
    const start = anchor === 'end' ? x - size : anchor === 'start' ? x : x - size / 2;
    if (!last || start >= last.end + GAP_PX) {
      labels.set(x, { x, anchor, text: name });
      last = { x, end: start + size };
      continue;
    }
    const known = labels.get(last.x)!;
    const text = `${known.text}, ${name}`;
    const next = names[n + 1]?.x ?? width;
    const joinedStart = known.anchor === 'start' ? known.x : known.x - (known.text.length * LETTER_PX) / 2;
    const end = joinedStart + text.length * LETTER_PX;
    if (last.isFull || known.anchor === 'end' || end > next) {
      last.isFull = true; // a further name would seem to follow the one that is left out
      continue;
    }
    labels.set(last.x, { x: joinedStart, anchor: 'start', text });
    last = { x: last.x, end };
  }
  return [...labels.values()];
}
