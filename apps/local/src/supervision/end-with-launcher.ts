/** Preloaded into an app: when the launcher is gone, even by `kill -9`, the app stops as on SIGTERM. */
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
process.channel?.unref(); // the channel alone does not keep the app running
