#!/usr/bin/env -S node --disable-warning=ExperimentalWarning
/**
 * Stands in for Prisma's native schema engine (PRISMA_SCHEMA_ENGINE_BINARY): the same command line and the same
 * JSON-RPC on stdin/stdout, answered by the WebAssembly engine. With it every `prisma migrate` command works offline.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { answerRequests } from './answer-requests.ts';
import { manageDatabase } from './manage-database.ts';

const { values, positionals } = parseArgs({
  strict: false, // Prisma passes more than we need
  allowPositionals: true,
  options: { datamodels: { type: 'string', multiple: true }, datasource: { type: 'string' } },
});
const { url } = JSON.parse(String(values.datasource ?? '{}')) as { url?: string };

async function openEngine() {
  if (!url) throw new Error('No database: set DATABASE_URL.');
  const files = (values.datamodels ?? []).map((path): [string, string] => [`${path}`, readFileSync(`${path}`, 'utf8')]);
  const wasm = await import('./wasm.ts');
  return wasm.openEngine(url, files.length ? files : undefined);
}

process.on('SIGTERM', () => {}); // the CLI kills at once; we end when it closes stdin, shadow database dropped

const [mode, command] = positionals;
process.exitCode = mode === 'cli' ? await manageDatabase(`${command}`, url ?? '') : await answerRequests(openEngine());
process.exit(); // the engine leaves a ten-second timer behind
