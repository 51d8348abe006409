/** Follows a failed `prisma generate`, the last step of `npm install`: most often an earlier install was interrupted. */
import { fileURLToPath } from 'node:url';
import { describeUnfinished } from './describe-unfinished.js';
import { findUnfinished } from './find-unfinished.js';

console.error(describeUnfinished(findUnfinished(fileURLToPath(new URL('../../../..', import.meta.url)))));
process.exit(1);
