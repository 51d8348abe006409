import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, stat } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { text } from 'node:stream/consumers';
import { CHECKOUT } from '../../apps/local/src/checkout.ts';
import { commandOf, readStages, type Instruction } from './dockerfile.ts';
import { isShipped } from './shipped-files.ts';
import { toolEnv } from './tool-env.ts';

/** Runs a command of the Dockerfile in the folder of its stage. */
export type RunCommand = (command: string, folder: string, env: NodeJS.ProcessEnv) => Promise<void>;

/** What a stage of the Dockerfile leaves in /app, as a folder of this machine, and the environment that it sets. */
export interface BuiltStage {
  folder: string;
  env: NodeJS.ProcessEnv;
}

/**
 * Follows the Dockerfile without a container engine: each stage in a folder of its own below `parent`, with the files that
 * `.dockerignore` lets in, and the commands that it names. Folders outside of /app are not made.
 */
export async function buildFolders(parent: string, run: RunCommand = runCommand): Promise<Map<string, BuiltStage>> {
  const built = new Map<string, BuiltStage>();
  for (const [name, instructions] of readStages()) {
    const stage: BuiltStage = { folder: join(parent, name), env: {} };
    await mkdir(stage.folder, { recursive: true });
    for (const instruction of instructions) await follow(instruction, stage, built, run);
    built.set(name, stage);
  }
  return built;
}

async function follow(
  instruction: Instruction,
  stage: BuiltStage,
  built: Map<string, BuiltStage>,
  run: RunCommand,
): Promise<void> {
  const { verb, rest } = instruction;
  const command = commandOf(instruction);
  if (verb === 'ENV') for (const [, name = '', value] of rest.matchAll(/(\w+)=(\S+)/g)) stage.env[name] = value;
  if (verb === 'COPY') await copy(rest.split(' '), stage, built);
  if (verb === 'RUN' && !/^install -d .* \//.test(command)) await run(command, stage.folder, stage.env);
}

async function copy(words: string[], stage: BuiltStage, built: Map<string, BuiltStage>): Promise<void> {
  const [, from] = /^--from=(\S+)$/.exec(words[0] ?? '') ?? [];
  const paths = from ? words.slice(1) : words;
  const target = join(stage.folder, paths.at(-1) ?? '.');
  const intoFolder = paths.length > 2 || target.endsWith('/');
  for (const path of paths.slice(0, -1)) {
    const source = from ? join(built.get(from)?.folder ?? '', path.replace(/^\/app/, '')) : join(CHECKOUT, path);
    const stats = await stat(source).catch((cause: unknown) => {
      throw new Error(`The Dockerfile copies ${path}, which does not exist`, { cause });
    });
    const filter = (file: string): boolean => from !== undefined || isShipped(relative(CHECKOUT, file));
    const to = intoFolder && stats.isFile() ? join(target, basename(path)) : target; // of a folder, its content is copied
    await cp(source, to, { recursive: true, verbatimSymlinks: true, filter });
  }
}

/** Runs a command by the shell, as an image does. Throws with its output when it fails. */
export async function runCommand(command: string, folder: string, env: NodeJS.ProcessEnv): Promise<void> {
  const child = spawn('/bin/sh', ['-c', command], {
    cwd: folder,
    env: toolEnv(env),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  if (code !== 0) throw new Error(`${command} ended with ${code}:\n${stdout}${stderr}`);
}
