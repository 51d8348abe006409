/** `npm run db:deploy`, as the service `migrate` runs it: applies the migrations, then sets the API's login. */
import { spawnSync } from 'node:child_process';
import { setApiLogin } from './api-login.ts';

const prisma = 'node_modules/.bin/prisma';
const { status } = spawnSync(process.execPath, [prisma, 'migrate', 'deploy'], { stdio: 'inherit' });
if (status !== 0) process.exit(status ?? 1);
await setApiLogin(process.env);
