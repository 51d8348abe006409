import { loginOf } from './app-logins.ts';
import { padsOf } from './signed-context.ts';

/**
 * The SQL that sets the password of an app's login, to be run by the owner of the tables. That of api is also the key of
 * the signatures: the latest two count, so that copies with the former password work until they are restarted.
 */
export function passwordSql(app: string, password: string): string[] {
  const quoted = `'${password.replaceAll("'", "''")}'`;
  const set = `alter role ${loginOf(app)} password ${password === '' ? 'null' : quoted};`;
  return app === 'api' ? [set, ...keySql(password)] : [set];
}

/** The SQL that makes a password of api's login the key of the signatures. */
export function keySql(password: string): string[] {
  const { inner, outer } = padsOf(password);
  const latest = 'select inner_pad from context_keys order by id desc limit 1';
  return [
    `insert into context_keys (inner_pad, outer_pad) select '\\x${inner.toString('hex')}', '\\x${outer.toString('hex')}'
     where '\\x${inner.toString('hex')}'::bytea is distinct from (${latest});`,
    'delete from context_keys where id not in (select id from context_keys order by id desc limit 2);',
  ];
}
