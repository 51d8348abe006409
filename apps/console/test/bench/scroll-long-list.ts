import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { round } from '../../../../bench/report/figures.ts';

const OLDER = 'Show older callbacks';
const STEPS = 200;

/** Reads pages until `rows` rows are in the list that is open, then scrolls up and down it: its longest task, and its heap. */
export async function scrollLongList(page: Page, rows: number) {
  await page.locator('tbody tr').first().waitFor();
  const perPage = await page.locator('tbody tr').count();
  const presses = Math.ceil(rows / perPage) - 1;
  const began = performance.now();
  await page.evaluate(pressAgain, { name: OLDER, times: presses });
  const pageMs = (performance.now() - began) / presses;
  await page.evaluate(watchTasks);
  await page.mouse.move(600, 500);
  for (const direction of [-1, 1]) {
    for (let n = 0; n < STEPS; n++) {
      await page.mouse.wheel(0, direction * 1500);
      await delay(16);
    }
    await page.evaluate((top) => scrollTo({ top }), direction < 0 ? 0 : 1e9); // from one end to the other
    await delay(500);
  }
  const { longest, over } = await page.evaluate(() => (globalThis as unknown as { tasks: Tasks }).tasks);
  return {
    long_list_rows: rows,
    long_list_page_ms: round(pageMs, 0),
    long_list_longest_task_ms: round(longest, 0),
    long_list_tasks_over_50_ms: over,
  };
}

/** Runs in the page: presses a button so often, each time when it can be pressed again. */
async function pressAgain({ name, times }: { name: string; times: number }): Promise<void> {
  const find = () => [...document.querySelectorAll('button')].find(({ textContent }) => textContent === name);
  const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  for (let n = 0; n < times; n++) {
    const button = find();
    if (!button) throw new Error(`The list ends after ${n + 1} pages.`);
    button.click();
    await nextFrame();
    while (!find()) await nextFrame();
  }
}

type Tasks = { longest: number; over: number };

/** Runs in the page: the browser reports each task of 50 ms or more. */
function watchTasks(): void {
  const tasks: Tasks = { longest: 0, over: 0 };
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) {
      tasks.longest = Math.max(tasks.longest, duration);
      tasks.over += 1;
    }
  }).observe({ type: 'longtask' });
  Object.assign(globalThis, { tasks });
}
