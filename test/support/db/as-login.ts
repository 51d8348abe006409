import { loginOf } from '@trunkline/access';

/** The same database under an app's own login; the test server asks for no password. */
export function asLoginOf(app: string, url: string): string {
  const login = new URL(url);
  login.username = loginOf(app);
  login.password = '';
  return login.href;
}
export const asApiRole = (url: string): string => asLoginOf('api', url);
