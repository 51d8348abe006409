import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { CHECKOUT } from '../../apps/local/src/checkout.ts';
import { readLines, readStages } from '../image/dockerfile.ts';
import { listComposeVariables, readComposeFile } from '../support/compose/compose-file.ts';

const stages = readStages();
const stage = (name: string): string[] => (stages.get(name) ?? []).map(({ verb, rest }) => `${verb} ${rest}`);
const { services } = readComposeFile(Object.fromEntries(listComposeVariables().map(({ name }) => [name, 'abc'])));
const ours = Object.entries(services).filter(([, { build }]) => build);

/** The folders of a workspace and of all workspaces that it depends on. */
function workspacesOf(folder: string): string[] {
  const { dependencies = {} } = JSON.parse(readFileSync(join(CHECKOUT, folder, 'package.json'), 'utf8')) as {
    dependencies?: Record<string, string>;
  };
  const names = Object.keys(dependencies).filter((name) => name.startsWith('@trunkline/'));
  return [folder, ...names.flatMap((name) => workspacesOf(name.replace('@trunkline/', 'packages/')))];
}

test.each(ours)('%s is built from a stage of the Dockerfile that ends as an unprivileged user', (_, { build }) => {
  const users = stage(build!.target).filter((line) => line.startsWith('USER '));
  expect(users.at(-1)).toBe('USER node');
  expect(stage(build!.target).findLastIndex((line) => /^(?:COPY|RUN) /.test(line))).toBeLessThan(
    stage(build!.target).indexOf('USER node'),
  );
});

test('the image of the services holds every workspace that they need', () => {
  const folders = ours.flatMap(([, { entrypoint = [], command }]) =>
    [...entrypoint, ...command].flatMap((part) => /^apps\/[^/]+/.exec(part) ?? []),
  );
  const needed = new Set(folders.flatMap(workspacesOf));
  expect(needed).toContain('packages/telephony');
  const copied = stage('service').flatMap((line) => /^COPY (?!--)(\S+) \1$/.exec(line)?.[1] ?? []);
  expect([...needed].filter((folder) => !copied.some((parent) => `${folder}/`.startsWith(`${parent}/`)))).toEqual([]);
  expect(readLines('.dockerignore').filter((line) => needed.has(line))).toEqual([]);
});

test('the services have the generated database client and no development dependencies', () => {
  expect(stage('service')).toContain('COPY --from=migrate /app/packages/db/src/generated packages/db/src/generated');
  expect(stage('service').find((line) => line.includes('npm ci'))).toContain('--omit=dev');
});

test('the image of the services has the console as it is built, and not its tools', () => {
  expect(stage('service')).toContain('COPY --from=console /app/apps/console/dist apps/console/dist');
  const { dependencies = {} } = JSON.parse(readFileSync(join(CHECKOUT, 'apps/console/package.json'), 'utf8')) as {
    dependencies?: object;
  };
  expect(dependencies).toEqual({});
});

test.each([
  ['ingest', 'SPOOL_DIR'],
  ['worker-recording', 'RECORDINGS_DIR'],
])('the folder under the volume of %s belongs to the user of the image, and so does the volume', (name, variable) => {
  const folder = services[name]?.environment[variable];
  expect(stage('service')).toContain(`RUN install -d -o node -g node ${folder}`);
});

test('the image of the migrations holds what the scripts of prisma/ import from a workspace', () => {
  const scripts = ['engine/wasm.ts', 'engine/manage-database.ts', 'logins.ts', 'deploy.ts'];
  const text = scripts.map((name) => readFileSync(join(CHECKOUT, 'prisma', name), 'utf8')).join('\n');
  const imported = [...text.matchAll(/from '@trunkline\/(\w+)\/([\w-]+)'/g)];
  expect(imported.length).toBeGreaterThan(0);
  for (const [, workspace, door] of imported)
    expect(stage('migrate')).toContain(`COPY packages/${workspace}/src/${door}.ts packages/${workspace}/src/`);
  const whole = [...text.matchAll(/from '@trunkline\/(\w+)'/g)].map(([, workspace]) => `packages/${workspace}/src`);
  for (const folder of whole) expect(stage('migrate')).toContain(`COPY ${folder} ${folder}`);
});
