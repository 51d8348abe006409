import { PERMISSIONS } from '@trunkline/access';
import type { Proof } from './open-proof.ts';
import { nameOf } from './run-parity.ts';
import { SAMPLES } from './samples.ts';

type Layer = { route?: { path: string; methods: Record<string, boolean> } };

/** Endpoints that are missing in a list, have no known permission or no sample, or answer without authentication. */
export async function findUnclassified({ app, routes: { both }, urls }: Proof): Promise<string[]> {
  const known = new Set(both.map(nameOf));
  const served = (app.router.stack as unknown as Layer[]).flatMap(({ route }) =>
    route ? Object.keys(route.methods).map((method) => `${method} ${route.path}`) : [],
  );
  const permissions = new Set<string>([...PERMISSIONS, 'public']);
  return [
    ...served
      .filter((name) => !known.has(name) && !UNLISTED.includes(name))
      .map((name) => `${name} is in no list of endpoints`),
    ...[...known]
      .filter((name) => !served.includes(name) && !MOUNTED.includes(name))
      .map((name) => `${name} is not served`),
    ...[...known].filter((name) => !SAMPLES[name]).map((name) => `${name} has no sample`),
    ...Object.keys(SAMPLES)
      .filter((name) => !known.has(name))
      .map((name) => `${name} has a sample, but is no endpoint`),
    ...both
      .filter(({ permission }) => !permissions.has(permission))
      .map((route) => `${nameOf(route)} requires no known permission`),
    ...(await openWithoutCredentials(urls.both, both)),
  ];
}

/** The redirect from the root to the queue board. */
const UNLISTED: readonly string[] = ['get /'];

/** The queue board, an app of its own. */
const MOUNTED: readonly string[] = ['get /admin/queues'];

async function openWithoutCredentials(url: string, routes: Proof['routes']['both']): Promise<string[]> {
  const open: string[] = [];
  for (const route of routes) {
    if (route.permission === 'public') continue;
    const path = route.path.replaceAll(/:\w+/g, '1');
    const response = await fetch(`${url}${path}`, { method: route.method.toUpperCase() });
    await response.body?.cancel();
    if (response.status !== 401) open.push(`${nameOf(route)} answers ${response.status} without credentials`);
  }
  return open;
}
