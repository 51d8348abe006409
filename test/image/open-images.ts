import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CHECKOUT } from '../../apps/local/src/checkout.ts';
import { inFolder, type Launcher } from '../support/processes/compose-process.ts';
import { buildFolders, runCommand } from './build-folder.ts';
import { buildah, buildBase, buildImage, canBuildImages } from './build-image.ts';

/** The images of the compose file, however this machine can make them. */
export interface Images extends AsyncDisposable {
  /** `buildah` built them; `npm` followed the Dockerfile in folders, with its lines of npm. */
  by: 'buildah' | 'npm';
  /** Runs commands in the image of a stage. */
  launcherOf(stage: string): Launcher;
  /** The folder under the volumes of the services, as their processes see it. */
  volumes: string;
  /** Of each stage: the image's size in words, or that of its /app. */
  sizes: Record<string, string>;
}

const STAGES = ['migrate', 'service'];

/** Makes the images by buildah where it can run, else by the Dockerfile's own lines in empty folders. */
export const openImages = (say: (line: string) => void, by = canBuildImages() ? 'buildah' : 'npm'): Promise<Images> =>
  by === 'buildah' ? openBuilt(say) : openFolders(say);

async function openBuilt(say: (line: string) => void): Promise<Images> {
  await using opening = new AsyncDisposableStack();
  say('Making the base image from packages of Debian');
  await buildBase();
  const containers = new Map<string, string>();
  const sizes: Record<string, string> = {};
  for (const stage of STAGES) {
    const name = `localhost/trunkline-test-${stage}`;
    say(`Building the image of stage ${stage}`);
    await buildImage(stage, name);
    sizes[stage] = await sizeOfImage(name);
    const container = `trunkline-test-${stage}`;
    await buildah('rm', container).catch(() => ''); // of a run that was killed
    opening.adopt(
      await buildah('from', '--pull-never', '--name', container, name),
      async (it) => void (await buildah('rm', it)),
    );
    containers.set(stage, container);
  }
  const opened = opening.move();
  return {
    by: 'buildah',
    sizes,
    volumes: '/var/lib/trunkline',
    launcherOf: (stage) => (command, env) => {
      const { PATH: _, ...given } = env;
      const variables = Object.entries(given).flatMap(([name, value]) => ['--env', `${name}=${value}`]);
      const how = ['--isolation', 'chroot', '--network', 'host', ...variables, containers.get(stage) ?? ''];
      return {
        command: ['buildah', 'run', ...how, '--', ...command],
        options: { env: process.env, cwd: CHECKOUT, detached: true },
      };
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

async function sizeOfImage(name: string): Promise<string> {
  const images = JSON.parse(await buildah('images', '--json')) as { names: string[] | null; size: string }[];
  return images.find(({ names }) => names?.includes(`${name}:latest`))?.size ?? 'unknown';
}

async function openFolders(say: (line: string) => void): Promise<Images> {
  await mkdir(join(CHECKOUT, '.cache'), { recursive: true });
  const parent = await mkdtemp(join(CHECKOUT, '.cache', 'image-'));
  await using opening = new AsyncDisposableStack();
  opening.defer(() => rm(parent, { recursive: true, force: true }));
  say('Following the Dockerfile in empty folders; buildah and debootstrap, as root, would build the images');
  const built = await buildFolders(parent, (command, folder, env) => {
    say(command);
    return runCommand(command, folder, env);
  });
  const sizes: Record<string, string> = {};
  for (const stage of STAGES) sizes[stage] = await sizeOfFolder(built.get(stage)?.folder ?? '');
  const opened = opening.move();
  return {
    by: 'npm',
    sizes,
    volumes: join(parent, 'volumes'),
    launcherOf: (stage) => {
      const { folder, env } = built.get(stage) ?? { folder: parent, env: {} };
      return (command, given) => inFolder(folder)(command, { ...env, ...given });
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

const sizeOfFolder = async (folder: string): Promise<string> =>
  `${(await promisify(execFile)('du', ['-sm', folder])).stdout.split('\t')[0]} MB`;
