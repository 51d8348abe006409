#!/usr/bin/env node
/** `trunkline`: runs on any Node, as Node 24 is part of the installation. */
import { spawnSync } from 'node:child_process';
import module from 'node:module';
import { fileURLToPath } from 'node:url';

if (process.features.typescript) {
  module.enableCompileCache();
  await import('./main.ts');
} else {
  const node = fileURLToPath(new URL('../../../node_modules/.bin/node', import.meta.url));
  const ignore = () => {}; // Ctrl-C reaches the other process too, which decides
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, ignore);
  const { status, error } = spawnSync(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  if (error) console.error('The installation is not complete. Run npm install in the checkout.');
  process.exitCode = status ?? 1;
}
