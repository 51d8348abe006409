import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { CHECKOUT } from '../checkout.ts';
import { hashConsoleSources } from './hash-sources.ts';

/** Kept across deletions of the data, and shared by all starts of this checkout. */
const BUILDS = join(CHECKOUT, '.cache', 'console');
/** An API that still runs serves the build before. */
const KEPT_BUILDS = 2;

/** Where the console of the present sources is, or will be after `buildConsole`. */
export const consoleFolder = async (): Promise<string> => join(BUILDS, await hashConsoleSources(CHECKOUT));

/** Builds the console into this folder, unless it is there; about two seconds. Throws with what the build printed. */
export async function buildConsole(folder: string, signal?: AbortSignal): Promise<void> {
  if (existsSync(join(folder, 'index.html'))) return;
  const unfinished = `${folder}.${process.pid}`;
  try {
    await runVite(unfinished, signal);
    await rename(unfinished, folder).catch(unlessBuilt(folder)); // whole or not at all: two starts may build at once
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  await deleteOldBuilds();
}

async function runVite(outDir: string, signal: AbortSignal | undefined): Promise<void> {
  const vite = join(CHECKOUT, 'node_modules', 'vite', 'bin', 'vite.js');
  if (!existsSync(vite)) throw new Error('vite is not installed. Run "npm install" without --omit=dev.');
  // Two starts may build at once, each into a folder of its own: Vite's lock would refuse the second.
  const args = [
    vite,
    'build',
    join(CHECKOUT, 'apps', 'console'),
    '--outDir',
    outDir,
    '--bypass-lock',
    '--logLevel',
    'warn',
  ];
  const env = { ...process.env, NODE_ENV: 'production' };
  const child = spawn(process.execPath, args, { cwd: CHECKOUT, env, stdio: ['ignore', 'pipe', 'pipe'], signal });
  const ended = once(child, 'close');
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  if (code !== 0) throw new Error(`The build of the console ended with ${String(code)}:\n${stdout}${stderr}`);
}

const unlessBuilt = (folder: string) => (error: unknown) => {
  if (!existsSync(join(folder, 'index.html'))) throw error;
};

async function deleteOldBuilds(): Promise<void> {
  const names = await readdir(BUILDS);
  const builds = await Promise.all(
    names.map(async (name) => ({ path: join(BUILDS, name), at: (await stat(join(BUILDS, name))).mtimeMs })),
  );
  const old = builds.toSorted((a, b) => b.at - a.at).slice(KEPT_BUILDS);
  await Promise.all(old.map(({ path }) => rm(path, { recursive: true, force: true })));
}
