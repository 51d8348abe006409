import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHECKOUT } from '../../apps/local/src/checkout.ts';

/** A line of the Dockerfile: `COPY`, and `apps apps`. */
export interface Instruction {
  verb: string;
  rest: string;
}

/** The lines of a file of the checkout, with continued ones joined, without comments. */
export const readLines = (name: string): string[] =>
  readFileSync(join(CHECKOUT, name), 'utf8')
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .join('\n')
    .replaceAll('\\\n', ' ')
    .split('\n')
    .filter((line) => line !== '');

/** The instructions of each stage of the Dockerfile, without its FROM. */
export function readStages(): Map<string, Instruction[]> {
  const stages = new Map<string, Instruction[]>();
  let current: Instruction[] = [];
  for (const line of readLines('Dockerfile')) {
    const [, name] = /^FROM \S+ AS (\S+)$/.exec(line) ?? [];
    const [, verb = '', rest = ''] = /^(\S+)\s+(.*)$/.exec(line) ?? [];
    if (name) stages.set(name, (current = []));
    else current.push({ verb, rest });
  }
  return stages;
}

/** The image that all stages begin with. Throws when they begin with different ones. */
export function readBaseImage(): string {
  const images = new Set(readLines('Dockerfile').flatMap((line) => /^FROM (\S+) AS /.exec(line)?.[1] ?? []));
  const [image] = images;
  if (!image || images.size > 1) throw new Error(`The stages of the Dockerfile begin with ${[...images].join(', ')}`);
  return image;
}

/** The command of a RUN instruction, without its mounts. */
export const commandOf = ({ rest }: Instruction): string => rest.replaceAll(/--mount=\S+\s+/g, '').trim();
