/** What lies so close on a lane that it is drawn as one. */
export type Group<T> = { x: number; members: readonly T[] };

/** Groups what is nearer than `apartPx` to the first of its group. `items` are in the order of their places. */
export function groupByPlace<T>(items: readonly T[], xOf: (item: T) => number, apartPx: number): Group<T>[] {
  const groups: { x: number; members: T[] }[] = [];
  for (const item of items) {
    const x = xOf(item);
    const last = groups.at(-1);
    if (last && x - last.x < apartPx) last.members.push(item);
    else groups.push({ x, members: [item] });
  }
  return groups;
}
