/** `npm run pack:cli -- [folder]`: the commands that ask the API of an installation, as one file without dependencies, packed by npm. */
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'rolldown';
import { COMMANDS } from '../commands.ts';

const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));
const { version, description, license } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  version: string;
  description: string;
  license: string;
};

/** What other commands do in the database. */
const OTHERS = ['calls/explain-from-database.ts', 'identity/people-in-database.ts', 'identity/create-link.ts'];

/** Commands that work on this machine are left out: their modules are empty. */
function withoutLocalCommands(): Plugin {
  const source = readFileSync(join(ROOT, 'apps/cli/src/commands.ts'), 'utf8');
  const modules = COMMANDS.filter(({ needsCheckout }) => needsCheckout).map(({ name }) => {
    const [, path] = new RegExp(`name: '${name}',[^}]*?import\\('\\./([^']+)'\\)`).exec(source) ?? [];
    if (path === undefined) throw new Error(`commands.ts does not import the module of ${name} as the others do.`);
    return path;
  });
  const left = new Set([...modules, ...OTHERS].map((path) => join(ROOT, 'apps/cli/src', path)));
  return {
    name: 'without-local-commands',
    load: (id) => (left.has(id) ? 'export {};' : undefined),
  };
}

const BANNER = `#!/usr/bin/env node
if (Number(process.versions.node.split('.')[0]) < 22) {
  console.error('trunkline needs Node 22 or newer; this is ' + process.version + '.');
  process.exit(1);
}`;

/** Writes the package into a folder and packs it; returns the path of the archive. */
async function packCommand(folder: string): Promise<string> {
  const content = join(folder, 'trunkline');
  rmSync(content, { recursive: true, force: true });
  mkdirSync(content, { recursive: true });
  await build({
    input: join(ROOT, 'apps/cli/src/main.ts'),
    platform: 'node',
    plugins: [withoutLocalCommands()],
    transform: { target: 'node22', define: { 'process.env.TRUNKLINE_PACKED': '"1"' } },
    output: { file: join(content, 'trunkline.js'), format: 'esm', codeSplitting: false, minify: true, banner: BANNER },
    logLevel: 'warn',
  });
  chmodSync(join(content, 'trunkline.js'), 0o755);
  const manifest = {
    name: 'trunkline',
    version,
    description,
    license,
    type: 'module',
    bin: { trunkline: 'trunkline.js' },
    files: ['trunkline.js'],
    engines: { node: '>=22' },
  };
  writeFileSync(join(content, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  cpSync(join(ROOT, 'LICENSE'), join(content, 'LICENSE'));
  const packed = execFileSync('npm', ['pack', '--json', '--pack-destination', folder], { cwd: content });
  const [{ filename }] = JSON.parse(packed.toString()) as [{ filename: string }];
  return join(folder, filename);
}

const folder = process.argv[2] ?? join(ROOT, '.cache', 'pack');
console.log(relative(process.cwd(), await packCommand(folder)));
console.error('Install it with npm install --global, and name an installation with --url.');
