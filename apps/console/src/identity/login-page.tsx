import { useMutation, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { request } from '../http/request.ts';
import { toRequestError } from '../http/request-error.ts';
import { pageConfig } from '../page-config.ts';
import { buttonClass } from '../parts/button.tsx';
import { Tag } from '../parts/chip.tsx';
import { Field } from '../parts/field.tsx';
import { Failure } from '../parts/states.tsx';

const route = getRouteApi('/login');

/** Name and password. Password managers fill it in, and pasting is allowed. */
export function LoginPage() {
  const { next } = route.useSearch();
  const client = useQueryClient();
  const router = useRouter();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const login = useMutation({
    mutationFn: () => request('/api/login', { method: 'POST', body: { name, password } }),
    onSuccess: async () => {
      client.clear();
      await router.navigate({ href: isOwnPath(next) ? next : '/', replace: true });
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!login.isPending) login.mutate();
  };
  const refusal = login.error === null ? undefined : toRequestError(login.error);
  const isWrong = refusal?.status === 401;
  return (
    <main className="mx-auto flex max-w-sm flex-col gap-6 px-4 pt-[16vh] pb-8">
      <h1 className="flex items-center gap-3 text-24">Trunkline {pageConfig.badge && <Tag>{pageConfig.badge}</Tag>}</h1>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <Field
          label="Name"
          name="username"
          autoComplete="username"
          autoFocus
          required
          value={name}
          onChange={({ target }) => setName(target.value)}
        />
        <Field
          label="Password"
          name="password"
          type="password"
          autoComplete="current-password"
          required
          value={password}
          onChange={({ target }) => setPassword(target.value)}
          error={isWrong ? 'The name or the password is wrong.' : undefined}
        />
        {refusal && !isWrong && <Failure error={refusal} />}
        <button type="submit" className={buttonClass('primary')} aria-disabled={login.isPending}>
          {login.isPending ? 'Logging in…' : 'Log in'}
        </button>
      </form>
      <p className="text-muted">
        No password, or forgotten? An operator creates a link that logs you in once:{' '}
        <code>npx trunkline users link NAME</code>
      </p>
    </main>
  );
}

/** Only an address of this console: a link of another site cannot lead elsewhere. */
const isOwnPath = (path: string | undefined): path is string =>
  path !== undefined && /^\/(?![/\\])/.test(path) && !path.startsWith('/login');
