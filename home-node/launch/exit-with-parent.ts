// Preloaded into programs that are not ours: they end when the launcher that started them is gone,
// also when it was killed and could not say so.
process.on('disconnect', () => {
  process.kill(process.pid, 'SIGTERM')
  setTimeout(() => process.exit(1), 3_000).unref()
})
// The open channel alone must not keep the program running.
process.channel?.unref()
