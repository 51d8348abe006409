import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { CliError } from '../../cli-error.ts';
import { FORMAT, header, HEADER, manifest, MANIFEST, type Header, type Manifest } from './backup-format.ts';
import { CIPHER, fileKey, keyCheck } from './cipher.ts';
import { findFault, readSealed, writeSealed, type WrittenFile } from './sealed-file.ts';

/** A backup that is being written, under a name that no restore accepts. */
export type NewBackup = AsyncDisposable & {
  write: (file: string, source: AsyncIterable<Uint8Array>, isZipped: boolean) => Promise<WrittenFile>;
  /** Writes manifest and header, and gives the folder its name; returns its path. */
  finish: (manifest: Manifest) => Promise<string>;
};

const PARTIAL = '.partial';

/** Creates a folder `<parent>/<name>.partial`. Disposed before it is finished, it is removed. */
export async function createBackup(parent: string, name: string, id: string, secret?: string): Promise<NewBackup> {
  const target = resolve(parent, name);
  const partial = `${target}${PARTIAL}`;
  await mkdir(parent, { recursive: true });
  await mkdir(partial, { mode: 0o700 }).catch((cause: NodeJS.ErrnoException) => {
    throw new CliError(`${partial} cannot be created: ${cause.message}. Name another folder.`, { cause });
  });
  let isFinished = false;
  const folders = new Set([partial]);
  const write: NewBackup['write'] = (file, source, isZipped) => {
    for (let folder = dirname(join(partial, file)); folder !== partial; folder = dirname(folder)) folders.add(folder);
    const key = secret === undefined ? undefined : fileKey(secret, id, file);
    return writeSealed(join(partial, file), source, { key, isZipped });
  };
  return {
    write,
    async finish(content) {
      const json = Buffer.from(JSON.stringify(manifest.parse(content)));
      const head: Header = {
        format: FORMAT,
        id,
        at: content.at,
        cipher: secret === undefined ? 'none' : CIPHER,
        keyCheck: secret === undefined ? '' : keyCheck(secret, id),
        manifest: await write(MANIFEST, Readable.from([json]), true),
      };
      for (const folder of folders) await syncFolder(folder); // the header is on disk after all that it vouches for
      const plain = Readable.from([Buffer.from(`${JSON.stringify(head, null, 2)}\n`)]);
      await writeSealed(join(partial, HEADER), plain, { key: undefined, isZipped: false });
      await syncFolder(partial);
      await rename(partial, target);
      await syncFolder(dirname(target));
      isFinished = true;
      return target;
    },
    async [Symbol.asyncDispose]() {
      if (!isFinished) await rm(partial, { recursive: true, force: true });
    },
  };
}

/** A finished backup. */
export type Backup = {
  header: Header;
  manifest: Manifest;
  path: (file: string) => string;
  read: (file: string, isZipped: boolean) => AsyncIterable<Buffer>;
};

/** Opens a backup. Throws a `CliError` for a folder that is none, one that was not finished, and a wrong key. */
export async function openBackup(folder: string, secret: string | undefined): Promise<Backup> {
  const head = await readHeader(folder);
  if (head.cipher !== 'none' && secret === undefined)
    throw new CliError(`The backup ${folder} is encrypted. Set BACKUP_KEY to the key that it was made with.`);
  if (head.cipher !== 'none' && keyCheck(secret!, head.id) !== head.keyCheck)
    throw new CliError(`BACKUP_KEY is not the key of the backup ${folder}. Set the one that it was made with.`);
  const path = (file: string) => join(folder, file);
  const fault = await findFault(path(MANIFEST), head.manifest);
  if (fault) throw damaged(folder, [`${MANIFEST} (${fault})`]);
  const read: Backup['read'] = (file, isZipped) =>
    readSealed(path(file), { key: head.cipher === 'none' ? undefined : fileKey(secret!, head.id, file), isZipped });
  try {
    const json = JSON.parse((await buffer(read(MANIFEST, true))).toString()) as unknown;
    return { header: head, manifest: manifest.parse(json), path, read };
  } catch (cause) {
    throw damaged(folder, [MANIFEST], cause);
  }
}

export const damaged = (folder: string, files: readonly string[], cause?: unknown): CliError =>
  new CliError(
    `The backup ${folder} is damaged: ${files.slice(0, 5).join(', ')}${files.length > 5 ? ` and ${files.length - 5} more` : ''}. Use another backup.`,
    { cause },
  );

async function readHeader(folder: string): Promise<Header> {
  if (basename(resolve(folder)).endsWith(PARTIAL)) throw unfinished(folder);
  const text = await readFile(join(folder, HEADER), 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw cause.code === 'ENOENT' ? unfinished(folder) : cause;
  });
  let content: unknown;
  try {
    content = JSON.parse(text);
    return header.parse(content);
  } catch (cause) {
    const { format } = Object(content) as { format?: unknown };
    if (typeof format !== 'number' || format === FORMAT) throw damaged(folder, [HEADER], cause);
    throw new CliError(
      `The backup ${folder} has format ${format}, this program reads ${FORMAT}. Use the one that made it.`,
    );
  }
}

const unfinished = (folder: string) =>
  new CliError(
    `${folder} is no finished backup: it has no ${HEADER}, or the backup was interrupted. Name the folder that npx trunkline backup printed.`,
  );

async function syncFolder(path: string): Promise<void> {
  await using folder = await open(path);
  await folder.sync();
}
