/** Preloaded into an app: when the process that started it is gone, even by kill -9, the app ends as on SIGTERM. */
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
process.channel?.unref(); // the channel alone keeps nobody alive
