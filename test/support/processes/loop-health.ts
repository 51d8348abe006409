import { expect } from '@jest/globals';
import { eventually } from '../eventually.ts';
import type { AppProcess } from './processes.ts';

type State = { state: string; at: string | null; error: string | null; failures: number; running_seconds: number };

/** The loops in `/health`. */
export async function readLoops({ url }: AppProcess): Promise<Record<string, State>> {
  const response = await fetch(`${url}/health`);
  return ((await response.json()) as { loops: Record<string, State> }).loops;
}

/** The values of a metric by loop. */
export async function readMetric({ url }: AppProcess, name: string): Promise<Record<string, number>> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const found = [...text.matchAll(new RegExp(`^trunkline_${name}\\{loop="([^"]+)"\\} (\\S+)`, 'gm'))];
  return Object.fromEntries(found.map(([, loop, value]) => [loop, Number(value)]));
}

type Line = { level: string; event?: string; loop?: string };
const linesOf = (app: AppProcess, event: string): Line[] =>
  app.output.split('\n').flatMap((text) => {
    const line = text.startsWith('{') ? (JSON.parse(text) as Line) : undefined;
    return line?.event === event ? [line] : [];
  });

/** Waits until these loops have failed twice, with an error like `message`, and are shown, counted and logged. */
export async function expectFailing(app: AppProcess, loops: readonly string[], message: RegExp): Promise<void> {
  for (const loop of loops)
    await eventually(
      async () =>
        expect((await readLoops(app))[loop]).toMatchObject({
          state: expect.stringMatching(/failing|stuck/),
          error: expect.stringMatching(message),
        }),
      { timeoutMs: 90_000 },
    );
  await eventually(async () => {
    const counted = await readMetric(app, 'loop_failures_total');
    const logged = linesOf(app, 'loop_failed');
    for (const loop of loops) {
      expect([loop, counted[loop]]).toEqual([loop, expect.any(Number)]);
      expect(counted[loop]).toBeGreaterThan(1);
      expect(logged).toContainEqual(expect.objectContaining({ loop, level: expect.stringMatching(/warn|error/) }));
    }
  });
  expect(app.isRunning).toBe(true);
}

/** Waits until a round of each of these loops was seen to have lasted for half a second. */
export async function expectAged(app: AppProcess, loops: readonly string[]): Promise<void> {
  const aged = new Set<string>();
  const look = async (): Promise<void> => {
    for (const [loop, age] of Object.entries(await readMetric(app, 'loop_round_age_seconds')))
      if (age > 0.5) aged.add(loop);
    expect([...aged]).toEqual(expect.arrayContaining([...loops]));
  };
  await eventually(look, { timeoutMs: 60_000 });
}

/** Waits until the last round of every loop succeeded. */
export async function expectAllWork(app: AppProcess): Promise<void> {
  const working = expect.objectContaining({ state: 'ok', at: expect.any(String), failures: 0 });
  await eventually(
    async () => {
      const loops = await readLoops(app);
      expect(loops).toEqual(Object.fromEntries(Object.keys(loops).map((loop) => [loop, working])));
    },
    { timeoutMs: 90_000 },
  );
}
