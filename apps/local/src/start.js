/** `npm start`: checks the installation, then runs the launcher. Runs on any Node, as Node 24 is part of the installation. */
import module from 'node:module';
import { fileURLToPath } from 'node:url';
import { describeUnfinished, isBrokenPackage } from './installation/describe-unfinished.js';
import { findUnfinished } from './installation/find-unfinished.js';

const checkout = fileURLToPath(new URL('../../..', import.meta.url));
const missing = findUnfinished(checkout);
if (missing.length > 0) {
  console.error(describeUnfinished(missing));
  process.exit(1);
}
// What this start compiles, that of the apps too, the next one need not.
process.env.NODE_COMPILE_CACHE ??= `${checkout}.cache/compiled`;
module.enableCompileCache?.(process.env.NODE_COMPILE_CACHE);
try {
  await import('./main.ts');
} catch (error) {
  if (!isBrokenPackage(error)) throw error;
  console.error(describeUnfinished([error.message.split('\n')[0]]));
  process.exit(1);
}
