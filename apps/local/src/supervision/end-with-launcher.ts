/** Preloaded into an app: when the launcher is gone, even by `kill -9`, the app stops as on SIGTERM. */
const end = (): void => void process.kill(process.pid, 'SIGTERM');
process.on('disconnect', end);
if (process.send && !process.connected) end(); // it was gone before this line ran
process.channel?.unref(); // the channel alone does not keep the app running
