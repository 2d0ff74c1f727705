import preact from '@preact/preset-vite'
import { defineConfig, type Plugin } from 'vite'

const workerUrl = process.env.CLOUDVAULT_WORKER_URL ?? 'http://127.0.0.1:8787'
// The host is kept: signed addresses and the origin check are about the host that the browser sees.
const toWorker = { target: workerUrl, changeOrigin: false, ws: true }

/** The text font is asked for with the page, not only once its style sheet has come. */
const preloadTextFont: Plugin = {
  name: 'preload-text-font',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler: (_, { bundle }) =>
      Object.keys(bundle ?? {})
        .filter((file) => /schibsted-grotesk-latin-wght-normal[^/]*\.woff2$/.test(file))
        .map((file) => ({
          tag: 'link',
          attrs: {
            rel: 'preload',
            href: `/${file}`,
            as: 'font',
            type: 'font/woff2',
            crossorigin: true,
          },
          injectTo: 'head',
        })),
  },
}

export default defineConfig(({ command }) => {
  // Vite takes `NODE_ENV=test` of a test run for development, and the kit would be built in.
  if (command === 'build') process.env.NODE_ENV = 'production'
  return {
    plugins: [preact(), preloadTextFont],
    // With its slash: `/api` alone would take the module `/api.ts` too.
    server: { proxy: { '/api/': toWorker, '/m/': toWorker, '/p/': toWorker } },
    build: {
      target: 'es2023',
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
    },
    worker: { format: 'es' },
  }
})
