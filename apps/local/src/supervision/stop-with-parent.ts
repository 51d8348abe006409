import { type ChildProcess, spawn } from 'node:child_process';

// Its stdin closes when this process ends, in whatever way; Ctrl-C does not reach its process group. A server that is
// frozen gets no signal until it is continued; one that does not stop within 30 s is stopped as by a crash.
const GUARD = `while read -r _; do :; done
kill -INT "$1" 2>/dev/null
kill -CONT "$1" 2>/dev/null
rounds=0
while kill -0 "$1" 2>/dev/null; do
  sleep 0.1
  rounds=$((rounds + 1))
  [ $rounds -ne 300 ] || kill -QUIT "$1"
done
[ -z "$2" ] || rm -rf "$2"`;

/** Stops the server with SIGINT when this process is gone, even by `kill -9`, then removes the folder if one is given. */
export function stopWithParent(server: ChildProcess, removeAfterwards = ''): void {
  if (server.pid === undefined) return;
  const guard = spawn('/bin/sh', ['-c', GUARD, 'stop-with-parent', `${server.pid}`, removeAfterwards], {
    cwd: '/',
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  guard.on('error', () => {}); // without a shell only we stop the server
  guard.stdin?.on('error', () => {});
  guard.unref();
  server.once('exit', () => guard.kill('SIGKILL')); // another process may get its id
}
