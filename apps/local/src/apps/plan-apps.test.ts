import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { listComposeVariables, readComposeFile } from '../../../../test/support/compose/compose-file.ts';
import { CHECKOUT } from '../checkout.ts';
import { memoryFlags } from './plan-apps.ts';

const { services } = readComposeFile(Object.fromEntries(listComposeVariables().map(({ name }) => [name, '1'])));
const [, ofImage = ''] = /NODE_OPTIONS=(\S+)/.exec(readFileSync(join(CHECKOUT, 'Dockerfile'), 'utf8'))!;
const apps = Object.entries(services).flatMap(([name, { command }]) =>
  command?.at(-1) === `apps/${name}/src/main.ts` ? [[name, command.slice(1, -1)] as const] : [],
);

test.each(apps)('npm start gives %s the memory flags of its container', (name, ofCommand) => {
  expect(memoryFlags(name)).toEqual(ofCommand.length > 0 ? ofCommand : [ofImage]);
});
