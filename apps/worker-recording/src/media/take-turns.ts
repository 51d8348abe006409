/** Lets so many in at one time; the others wait in line. What it gives is called to make room. */
export function takeTurns(atOnce: number): () => Promise<() => void> {
  const line: (() => void)[] = [];
  let free = atOnce;
  const leave = (): void => {
    const next = line.shift();
    if (next) next();
    else free += 1;
  };
  return async () => {
    if (free > 0) free -= 1;
    else await new Promise<void>((enter) => line.push(enter));
    return leave;
  };
}
