import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('cloudflared.ts', import.meta.url));

/** A PATH on which `cloudflared` is the pretended one. */
export async function pathWithCloudflared(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'trunkline-path-'));
  const script = `#!/bin/sh\nexec "${process.execPath}" "${PROGRAM}" "$@"\n`;
  await writeFile(join(folder, 'cloudflared'), script, { mode: 0o755 });
  return `${folder}${delimiter}${process.env['PATH'] ?? ''}`;
}
