import { createInterface } from 'node:readline';

interface Request {
  id: number;
  /** Missing when the command line acknowledges our `print`. */
  method?: string;
  params?: unknown;
}

type Method = (params: unknown) => Promise<{ stdout?: string } | undefined>;

/**
 * Answers JSON-RPC from stdin until it closes; returns the exit code. Every failure is answered, also of an engine that
 * did not open or panicked: `prisma migrate diff --exit-code` mistakes an engine that exits silently for success.
 */
export async function answerRequests(opening: Promise<AsyncDisposable>): Promise<number> {
  opening.catch(() => {}); // reported in the answer to the first request
  const panic = watchForPanic();
  for await (const line of createInterface({ input: process.stdin })) {
    const request = JSON.parse(line) as Request;
    if (request.method === undefined) continue;
    try {
      const engine = await opening;
      const result = await Promise.race([call(engine, request.method, request.params), panic.promise]);
      if (result?.stdout) send({ id: `print-${request.id}`, method: 'print', params: { content: result.stdout } });
      send({ id: request.id, result: result ?? null });
    } catch (error) {
      send({ id: request.id, error: describe(error, error === panic.reason) });
    }
  }
  if (panic.reason) return 1;
  await opening.then((engine) => engine[Symbol.asyncDispose]()).catch(() => {});
  return 0;
}

/** After a panic neither the call that caused it nor any later one returns. */
function watchForPanic() {
  const { promise, reject } = Promise.withResolvers<never>();
  promise.catch(() => {});
  const panic: { promise: Promise<never>; reason?: Error } = { promise };
  const raise = (error: Error): void => {
    panic.reason ??= error;
    reject(panic.reason);
  };
  process.on('uncaughtException', raise);
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message: (text: string) => raise(new Error(text)) } });
  return panic;
}

async function call(engine: AsyncDisposable, name: string, params: unknown): ReturnType<Method> {
  const method: unknown = Reflect.get(engine, name === 'getDatabaseVersion' ? 'version' : name);
  if (typeof method !== 'function') throw new Error(`The engine does not know the method ${name}.`);
  return (method as Method).call(engine, params);
}

function describe(error: unknown, isPanic: boolean) {
  const { code, message, meta } = error as { code?: string; message: string; meta?: unknown };
  return { code: 4466, message, data: { is_panic: isPanic, message, meta, error_code: code } };
}

const send = (body: object): boolean => process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...body })}\n`);
