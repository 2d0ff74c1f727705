// Lets the page be installed, and opened without a connection: see worker/design/installable.md. Not
// part of the first script, which it has nothing to do with.
if ('serviceWorker' in navigator && isSecureContext && location.port !== '5173') {
  const types = globalThis.trustedTypes
  const policy = types?.createPolicy('cloudvault-install', { createScriptURL: () => '/sw.js' })
  addEventListener('load', () => {
    navigator.serviceWorker
      .register(policy?.createScriptURL('') ?? '/sw.js', { updateViaCache: 'none' })
      // Storage is switched off, or it is a private window: the page works as before.
      .catch(() => null)
  })
}
