import { type ChildProcess, spawn } from 'node:child_process';

// Its stdin closes when we die, however we die; in a process group of its own, Ctrl-C does not reach it.
const GUARD = `while read -r _; do :; done
kill -INT "$1" 2>/dev/null
while kill -0 "$1" 2>/dev/null; do sleep 0.1; done
[ -z "$2" ] || rm -rf "$2"`;

/** Makes a server stop when this process is gone, even by kill -9, and then removes its folder when one is named. */
export function stopWithParent(server: ChildProcess, removeAfterwards = ''): void {
  if (server.pid === undefined) return;
  const guard = spawn('/bin/sh', ['-c', GUARD, 'stop-with-parent', `${server.pid}`, removeAfterwards], {
    cwd: '/',
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  guard.on('error', () => {}); // no shell: the server is stopped by us alone
  guard.stdin?.on('error', () => {});
  guard.unref();
  server.once('exit', () => guard.kill('SIGKILL')); // its number may soon be a stranger's
}
