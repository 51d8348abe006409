import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { LoadOptions, LoadResult } from './load.ts';

export type BenchProcess = Disposable & { port: number; cpu(): Promise<number> };

/** Starts the server of a variant with these variables. */
export async function startServer(name: string, env: Record<string, string>): Promise<BenchProcess> {
  const child = fork(new URL(`servers/${name}.ts`, import.meta.url), asDeployed(env));
  const { port = 0 } = await answer<{ port?: number }>(child);
  return {
    port,
    cpu: async () => (child.send('cpu'), (await answer<{ cpu: number }>(child)).cpu),
    [Symbol.dispose]: () => void child.kill('SIGKILL'),
  };
}

/** Node runs every variant with the flags of `npm start` and of the image. */
const asDeployed = (env: Record<string, string>) => ({
  execArgv: ['--max-semi-space-size=32'],
  env: { ...process.env, ...env },
});

export type BenchWorker = Disposable & { finish(count: number, begin: () => Promise<void>): Promise<number> };

/** Starts the worker of a variant; `finish` resolves with the seconds from `begin` to the `count`-th finished callback. */
export async function startWorkerProcess(variant: string, env: Record<string, string>): Promise<BenchWorker> {
  const child = fork(new URL(`servers/worker-${variant}.ts`, import.meta.url), asDeployed(env));
  await answer(child);
  return {
    async finish(count, begin) {
      const finished = Promise.withResolvers<void>();
      let done = 0;
      const countDone = (message: { done?: number }) => {
        done += message.done ?? 0;
        if (done >= count) finished.resolve();
      };
      child.on('message', countDone);
      const began = performance.now();
      await begin();
      await finished.promise;
      child.off('message', countDone);
      return (performance.now() - began) / 1000;
    },
    [Symbol.dispose]: () => void child.kill('SIGKILL'),
  };
}

export type BenchLoad = Disposable & { run(options: LoadOptions): Promise<LoadResult> };

/** Starts the process that sends load. */
export function startLoad(): BenchLoad {
  const child = fork(new URL('load.ts', import.meta.url));
  return {
    run: (options) => (child.send(options), answer<LoadResult>(child)),
    [Symbol.dispose]: () => void child.kill('SIGKILL'),
  };
}

async function answer<T>(child: ChildProcess): Promise<T> {
  const settled = new AbortController();
  const { signal } = settled;
  try {
    const exited = once(child, 'exit', { signal }).then(([code]) =>
      Promise.reject(new Error(`A process of the bench ended with code ${code}`)),
    );
    const [message] = (await Promise.race([once(child, 'message', { signal }), exited])) as [T];
    return message;
  } finally {
    settled.abort();
  }
}
