import { execFile, execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, realpath, rename, rm, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { CHECKOUT } from '../../apps/local/src/checkout.ts';
import { readBaseImage } from './dockerfile.ts';
import { toolEnv } from './tool-env.ts';

const run = promisify(execFile);

/** What an image of ours needs to be built here: both tools, and root for their folders. */
export const canBuildImages = (): boolean => process.getuid?.() === 0 && ['buildah', 'debootstrap'].every(isInstalled);

const isInstalled = (program: string): boolean => {
  try {
    execFileSync('/bin/sh', ['-c', 'command -v "$1"', 'sh', program], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

/** Runs buildah and returns what it prints. */
export async function buildah(...args: string[]): Promise<string> {
  const { stdout } = await run('buildah', args, { cwd: CHECKOUT, env: toolEnv(), maxBuffer: 64 * 1024 * 1024 });
  return stdout.trim();
}

/** Builds a stage of the Dockerfile under a name, on a base made of Debian's packages: no registry of images is asked. */
export async function buildImage(target: string, name: string): Promise<void> {
  const certificates = process.env['NODE_EXTRA_CA_CERTS'];
  const trust = certificates
    ? [...mount(certificates, certificates), '--env', `NODE_EXTRA_CA_CERTS=${certificates}`]
    : [];
  const npm = [
    ...mount(await npmConfig('userconfig'), '/root/.npmrc'),
    ...mount(await npmConfig('globalconfig'), NPM_CONFIG),
  ];
  const how = ['--isolation', 'chroot', '--network', 'host', '--pull=never', '--format', 'docker', '--layers'];
  await buildah('bud', ...how, ...trust, ...npm, '--target', target, '--tag', name, '.');
}

/** Where npm of the base image looks for the configuration of the machine. */
const NPM_CONFIG = '/usr/local/etc/npmrc';

const mount = (file: string, inside: string): string[] => (existsSync(file) ? ['-v', `${file}:${inside}:ro`] : []);

const npmConfig = async (key: string): Promise<string> =>
  (await run('npm', ['config', 'get', key], { cwd: CHECKOUT })).stdout.trim();

/** Makes the image that the Dockerfile begins with: Debian, our Node, npm, and the user `node`. Debian is kept in `.cache`. */
export async function buildBase(): Promise<void> {
  const image = readBaseImage();
  const [, release = ''] = /:\d+-(\w+)-slim$/.exec(image) ?? [];
  const debian = join(CHECKOUT, '.cache', `debian-${release}`);
  if (!existsSync(debian)) {
    await rm(`${debian}.unfinished`, { recursive: true, force: true });
    await mkdir(dirname(debian), { recursive: true });
    await run('debootstrap', ['--variant=minbase', release, `${debian}.unfinished`], { maxBuffer: 64 * 1024 * 1024 });
    await rename(`${debian}.unfinished`, debian);
  }
  const container = await buildah('from', 'scratch');
  try {
    const root = await buildah('mount', container);
    await run('cp', ['-a', `${debian}/.`, root]);
    await cp(process.execPath, join(root, 'usr/local/bin/node'));
    const npm = await realpath((await run('/bin/sh', ['-c', 'command -v npm'])).stdout.trim()); // …/npm/bin/npm-cli.js
    await cp(join(npm, '../..'), join(root, 'usr/local/lib/node_modules/npm'), { recursive: true, dereference: true });
    for (const name of ['npm', 'npx'])
      await symlink(`../lib/node_modules/npm/bin/${name}-cli.js`, join(root, 'usr/local/bin', name));
    await run('chroot', [root, 'useradd', '--uid', '1000', '--create-home', 'node']);
    await buildah('umount', container);
    await buildah('commit', '--quiet', container, `docker.io/library/${image}`);
  } finally {
    await buildah('rm', container);
  }
}
