/** `npm run console:shots`: writes a picture of every screen and state, with a simulated load. See --help. */
import { Command, InvalidArgumentError, Option } from 'commander';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import '../../../../test/support/processes/end-with-parent.ts';
import { noBrowser, openBrowser, openWindow } from '../support/browser.ts';
import { startConsoleStack } from '../support/console-stack.ts';
import { logIn } from '../support/login.ts';
import { isTooWide } from '../support/check-accessibility.ts';
import { takeDocsShots } from './docs-shots.ts';
import { opened } from './shot.ts';
import { SHOTS } from './shots.ts';

const WIDTHS = [1440, 1024, 390];
const THEMES = ['light', 'dark'] as const;

const pixels = (text: string): number[] => {
  const width = Number(text);
  if (width >= 320) return [width];
  throw new InvalidArgumentError('It must be a number of pixels from 320 on.');
};

const values = new Command('npm run console:shots --')
  .description('Writes a picture of every screen and state of the console into apps/console/shots.')
  .option('--only <text>', 'only pictures whose names contain this, such as "inbox"', '')
  .option('--width <pixels>', `one width in place of ${WIDTHS.join(', ')}`, pixels, WIDTHS)
  .addOption(new Option('--theme <name>', 'one theme in place of both').choices(THEMES))
  .option('--docs <url>', 'in place of these, the pictures of README and docs, from a running npm start')
  .parse()
  .opts<{ only: string; width: number[]; theme?: (typeof THEMES)[number]; docs?: string }>();

if (noBrowser) {
  console.error(noBrowser);
  process.exit(1);
}
if (values.docs) {
  await using browser = await openBrowser();
  await takeDocsShots(browser, values.docs);
  process.exit();
}
const folder = join(import.meta.dirname, '..', '..', 'shots');
if (!values.only) await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });

await using started = await startConsoleStack({ dialer: true });
await using browser = await openBrowser();
await using _ = opened;
await started.createPerson('grace', 'superadmin');
await started.createPerson('carol', 'client');
await started.stack.control.send('POST', 'load', {
  calls: 120,
  rate: 6,
  seed: 7,
  drop: 0.05,
  duplicate: 0.1,
  reorder: 0.1,
});

for (const colorScheme of values.theme ? [values.theme] : THEMES)
  for (const width of values.width) {
    for (const { name, person, isFullPage = false, take } of SHOTS.filter((shot) => shot.name.includes(values.only))) {
      const height = width < 600 ? 844 : 900;
      const { context, page, faults } = await openWindow(browser, started.url, { width, height, colorScheme }, /./);
      if (person) await logIn(page, person);
      await take(page, started);
      const path = join(folder, `${name}-${colorScheme}-${width}.png`);
      await page.screenshot({ path, fullPage: isFullPage });
      if (await isTooWide(page)) console.log(`${name} at ${width} scrolls sideways`);
      if (faults.length > 0) console.log(name, faults);
      await context.close();
    }
    console.log(`${colorScheme} ${width} done`);
  }
