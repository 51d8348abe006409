/** `npm start`: checks the installation, then runs the launcher. Runs on any Node, as Node 24 is part of the installation. */
import { fileURLToPath } from 'node:url';
import { describeUnfinished, isBrokenPackage } from './installation/describe-unfinished.js';
import { findUnfinished } from './installation/find-unfinished.js';

const missing = findUnfinished(fileURLToPath(new URL('../../..', import.meta.url)));
if (missing.length > 0) {
  console.error(describeUnfinished(missing));
  process.exit(1);
}
try {
  await import('./main.ts');
} catch (error) {
  if (!isBrokenPackage(error)) throw error;
  console.error(describeUnfinished([error.message.split('\n')[0]]));
  process.exit(1);
}
