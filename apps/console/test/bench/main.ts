/**
 * `npm run bench:console`: the console in a real browser. Bytes of each route, the time until the list of calls stands with
 * 10 thousand and with 1 million calls in turns, a call of 2,000 callbacks, a list of 50,000 rows that is scrolled, and the
 * live floor while 300 events a second arrive: frames, script, the answer to a key, and the heap.
 */
import '../../../../test/support/processes/end-with-parent.ts';
import { openDatabase, type Database } from '@trunkline/db/connection';
import { setTimeout as delay } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { CDPSession, Page } from 'playwright-core';
import { noBrowser, openBrowser } from '../support/browser.ts';
import { logIn } from '../support/login.ts';
import { consoleEnv, PASSWORD, sendAsOperator } from '../support/console-stack.ts';
import { startPostgres } from '../../../local/src/postgres/start-postgres.ts';
import { databaseUrl } from '../../../../test/setup/database-url.ts';
import { asApiRole } from '../../../../test/support/db/as-login.ts';
import { migrateForTests } from '../../../../test/support/db/start-database.ts';
import { freePort } from '../../../../test/support/processes/free-port.ts';
import { startApp } from '../../../../test/support/processes/processes.ts';
import { fillCalls } from '../../../../bench/fill/fill-calls.ts';
import { fillInbox, fillLongCall } from '../../../../bench/fill/fill-inbox.ts';
import { median, medianRatio, round } from '../../../../bench/report/figures.ts';
import { readOptions } from '../../../../bench/report/options.ts';
import { scrollLongList } from './scroll-long-list.ts';
import { recordRun } from '../../../../bench/report/record.ts';

const options = readOptions('console', {
  small: [10_000, 'calls in the small database'],
  large: [1_000_000, 'calls in the large database'],
  rounds: [9, 'times that each list is opened'],
  rate: [300, 'events per second'],
  minutes: [10, 'how long the events arrive'],
  callbacks: [2000, 'callbacks of the long call'],
  rows: [50_000, 'callbacks of the list that is scrolled'],
});
if (noBrowser) {
  console.error(noBrowser);
  process.exit(1);
}

const ROUTES = ['/login', '/live', '/calls', '/sirens', '/inbox', '/ops'];
const LIST = '/calls?window=all';
const WATCHER = 'vera';

/** Changes live calls at random, `$1` times. */
const CHANGE = `
with chosen as (select id from calls where not is_final order by random() limit 30),
changed as (
  update calls set version = version + 1, updated_at = clock_timestamp() where id in (select id from chosen)
  returning id, call_sid
),
numbered as (select id, call_sid, row_number() over () - 1 as n, count(*) over () as all from changed)
insert into stream_events (name, entity, entity_id, call_id)
select 'call.updated', 'call', call_sid, id from generate_series(0, $1::integer - 1) each
join numbered on n = each % numbered.all
returning pg_notify('trunkline_stream', '')`;

await using opened = new AsyncDisposableStack();
const env = await consoleEnv();
const postgres = opened.use(await startPostgres({ port: await freePort() }));
const [small, large] = [await openSide('small', options.small), await openSide('large', options.large)];
const browser = opened.adopt(await openBrowser(), (each) => each.close());

const routes = await measureBytes();
for (const each of routes) console.log(JSON.stringify({ bench: 'console', ...each }));
const lists = await compareLists();
console.log(JSON.stringify({ bench: 'console', ...lists }));
const call = await showLongCall();
console.log(JSON.stringify({ bench: 'console', ...call }));
const longList = await showLongList();
console.log(JSON.stringify({ bench: 'console', ...longList }));
const busy = await watchEvents();
const summary = {
  bench: 'console',
  first_screen_kb_gz: Math.max(...routes.map(({ kb_gz }) => kb_gz)),
  ...lists,
  ...call,
  ...longList,
  ...busy,
};
recordRun('console', options, [summary]);
console.log(JSON.stringify(summary));

type Side = { db: Database; url: string };

/** A database with `calls` calls, an API that serves the console on it, and a person who watches. */
async function openSide(name: string, calls: number): Promise<Side> {
  const url = databaseUrl(postgres.url, name);
  await migrateForTests(url);
  const db = opened.use(openDatabase(url, 'bench of the console', { queryTimeoutMs: 600_000 }));
  await fillCalls(db.pool, calls);
  const api = opened.use(
    await startApp('api', {
      env: {
        DATABASE_URL: asApiRole(url),
        TWILIO_AUTH_TOKEN: 'token',
        OWNED_PHONE_NUMBERS: '+16175006181',
        LOG_LEVEL: 'warn',
        ...env,
      },
    }),
  );
  await sendAsOperator(api.url, '/api/users', { name: WATCHER, role: 'admin', password: PASSWORD });
  return { db, url: api.url };
}

async function openPage({ url }: Side): Promise<Page> {
  const context = await browser.newContext({ baseURL: url, viewport: { width: 1440, height: 900 } });
  return context.newPage();
}

/** Script and style of each route in an empty browser, compressed as a server sends them. */
async function measureBytes(): Promise<{ route: string; kb_gz: number }[]> {
  const measured = [];
  for (const route of ROUTES) {
    const page = await openPage(small);
    const sizes: Promise<number>[] = [];
    page.on('response', (response) => {
      if (/\.(?:js|css)$/.test(new URL(response.url()).pathname))
        sizes.push(response.body().then((body) => gzipSync(body).length));
    });
    if (route === '/login') await page.goto(route, { waitUntil: 'load' });
    else await logIn(page, WATCHER, route);
    await delay(1500); // what is loaded ahead counts as well
    const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
    measured.push({ route, kb_gz: round(bytes / 1000, 1) });
    await page.context().close();
  }
  return measured;
}

/** From the begin of the navigation to the first row of the list, in turns; the code is in the browser's cache. */
async function compareLists() {
  const [ofSmall, ofLarge] = [await openPage(small), await openPage(large)];
  const times: Record<'small' | 'large', number[]> = { small: [], large: [] };
  for (const page of [ofSmall, ofLarge]) {
    await logIn(page, WATCHER, LIST);
    await timeToRow(page, LIST);
  }
  for (let n = 0; n < options.rounds; n++) {
    times.small.push(await timeToRow(ofSmall, LIST));
    times.large.push(await timeToRow(ofLarge, LIST));
  }
  for (const page of [ofSmall, ofLarge]) await page.context().close();
  return {
    list_ms_10k: round(median(times.small), 0),
    list_ms_1m: round(median(times.large), 0),
    list_1m_vs_10k: round(medianRatio(times.large, times.small)),
  };
}

/** From the begin of the navigation to the first row of a table. */
async function timeToRow(page: Page, path: string): Promise<number> {
  await page.goto(path, { waitUntil: 'commit' });
  const row = await page.waitForFunction(() => document.querySelector('tbody tr') && performance.now());
  return (await row.jsonValue()) as number;
}

/** A call of many callbacks: when its picture stands, and how soon the time slider and the selection answer a key. */
async function showLongCall() {
  const path = `/calls/${await fillLongCall(large.db.pool, options.callbacks)}`;
  const page = await openPage(large);
  await logIn(page, WATCHER, path);
  const times: number[] = [];
  for (let n = 0; n < options.rounds; n++) times.push(await timeToRow(page, path));
  await page.evaluate(watchFrames);
  const pressed = async (press: (n: number) => Promise<void>) => {
    await page.evaluate(() => (globalThis as unknown as Watching).reset());
    for (let n = 0; n < 50; n++) {
      await press(n);
      await delay(100);
    }
    return page.evaluate(() => (globalThis as unknown as Watching).read());
  };
  const selecting = await pressed((n) => page.keyboard.press(n % 3 === 2 ? '[' : ']'));
  await page.getByRole('slider').focus();
  const sliding = await pressed((n) => page.keyboard.press(n % 3 === 2 ? 'ArrowRight' : 'ArrowLeft'));
  await page.context().close();
  return {
    long_call_ms: round(median(times), 0),
    long_call_select_p95_ms: round(selecting.keyP95, 0),
    long_call_slide_p95_ms: round(sliding.keyP95, 0),
    long_call_longest_frame_ms: round(Math.max(selecting.longest, sliding.longest), 0),
  };
}

/** The inbox with many rows read, page by page. */
async function showLongList() {
  await fillInbox(large.db.pool, options.rows);
  const page = await openPage(large);
  await logIn(page, WATCHER, '/inbox?window=all');
  const figures = await scrollLongList(page, options.rows);
  await page.context().close();
  return figures;
}

/** The live floor under events: what it costs, and how soon it answers a key. */
async function watchEvents() {
  const page = await openPage(large);
  await logIn(page, WATCHER, '/live');
  await page.locator('tbody tr').first().waitFor();
  await page.evaluate(watchFrames);
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Performance.enable');
  await delay(2000);
  const stopping = new AbortController();
  const sending = sendEvents(large.db, stopping.signal);
  await delay(5000); // the first events are past
  const [heapBefore, before] = [await heapOf(cdp), await metricsOf(cdp)];
  await page.evaluate(() => (globalThis as unknown as Watching).reset());
  const until = performance.now() + options.minutes * 60_000;
  while (performance.now() < until) {
    await page.keyboard.press(Math.random() < 0.5 ? 'j' : 'k');
    await delay(500);
    progress(until);
  }
  const frames = await page.evaluate(() => (globalThis as unknown as Watching).read());
  const after = await metricsOf(cdp);
  const heapAfter = await heapOf(cdp);
  stopping.abort();
  const sent = await sending;
  await page.context().close();
  return {
    events_per_second: round(sent.count / (sent.ms / 1000), 0),
    frames_dropped_share: round(frames.dropped / Math.max(1, frames.dropped + frames.shown)),
    longest_frame_ms: round(frames.longest, 0),
    script_share: round((after['ScriptDuration']! - before['ScriptDuration']!) / (options.minutes * 60)),
    task_share: round((after['TaskDuration']! - before['TaskDuration']!) / (options.minutes * 60)),
    key_to_paint_p95_ms: round(frames.keyP95, 0),
    heap_mb_before: round(heapBefore, 1),
    heap_mb_after: round(heapAfter, 1),
  };
}

type Watching = {
  reset: () => void;
  read: () => { shown: number; dropped: number; longest: number; keyP95: number };
};

/** Runs in the page: counts the frames that a display of 60 Hz would have shown, and times each key to the paint after it. */
function watchFrames(): void {
  const FRAME_MS = 1000 / 60;
  let [shown, dropped, longest] = [0, 0, 0];
  let keys: number[] = [];
  let last = performance.now();
  const next = (now: number): void => {
    const took = now - last;
    last = now;
    shown += 1;
    dropped += Math.max(0, Math.round(took / FRAME_MS) - 1);
    longest = Math.max(longest, took);
    requestAnimationFrame(next);
  };
  requestAnimationFrame(next);
  addEventListener(
    'keydown',
    ({ timeStamp }) => requestAnimationFrame(() => setTimeout(() => keys.push(performance.now() - timeStamp))),
    { capture: true },
  );
  Object.assign(globalThis, {
    reset() {
      [shown, dropped, longest, keys] = [0, 0, 0, []];
    },
    read() {
      const sorted = keys.toSorted((a, b) => a - b);
      return { shown, dropped, longest, keyP95: sorted[Math.floor(sorted.length * 0.95)] ?? 0 };
    },
  });
}

/** Changes live calls at the rate of the options, each change an event of the stream. */
async function sendEvents(db: Database, signal: AbortSignal): Promise<{ count: number; ms: number }> {
  const TICK_MS = 100;
  const began = performance.now();
  let count = 0;
  while (!signal.aborted) {
    const due = Math.floor(((performance.now() - began) / 1000) * options.rate) - count;
    if (due > 0) count += (await db.pool.query(CHANGE, [due])).rowCount ?? 0;
    await delay(TICK_MS);
  }
  return { count, ms: performance.now() - began };
}

async function metricsOf(cdp: CDPSession): Promise<Record<string, number>> {
  const { metrics } = await cdp.send('Performance.getMetrics');
  return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
}

/** Megabytes of the heap of scripts after all garbage was collected. */
async function heapOf(cdp: CDPSession): Promise<number> {
  await cdp.send('HeapProfiler.collectGarbage');
  return (await metricsOf(cdp))['JSHeapUsedSize']! / 1e6;
}

function progress(until: number): void {
  if (!process.stderr.isTTY) return;
  const left = Math.max(0, Math.round((until - performance.now()) / 1000));
  process.stderr.write(`\r${left} s of events left \u001B[K${left === 0 ? '\n' : ''}`);
}
