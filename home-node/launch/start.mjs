// Plain JavaScript, so that an old Node can at least say that it is old.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 24 || (major === 24 && minor < 2)) {
  console.error(
    `CloudVault needs Node 24.2 or newer and this is ${process.versions.node}: run "npm ci" and start it with "npm start", which brings its own.`,
  )
  process.exit(1)
}
await import('./start.ts')
