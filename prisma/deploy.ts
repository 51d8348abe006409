/** `npm run db:deploy`, as the service `migrate` runs it: applies the migrations, then sets the apps' logins. */
import { spawnSync } from 'node:child_process';
import { setLogins } from './logins.ts';

const prisma = 'node_modules/.bin/prisma';
const { status } = spawnSync(process.execPath, [prisma, 'migrate', 'deploy'], { stdio: 'inherit' });
if (status !== 0) process.exit(status ?? 1);
await setLogins(process.env);
