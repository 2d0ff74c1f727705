import preact from '@preact/preset-vite'
import { defineConfig } from 'vite'

const workerUrl = process.env.CLOUDVAULT_WORKER_URL ?? 'http://127.0.0.1:8787'
// The host is kept: signed addresses and the origin check are about the host that the browser sees.
const toWorker = { target: workerUrl, changeOrigin: false, ws: true }

export default defineConfig({
  plugins: [preact()],
  // With its slash: `/api` alone would take the module `/api.ts` too.
  server: { proxy: { '/api/': toWorker, '/m/': toWorker } },
  build: {
    target: 'es2023',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  worker: { format: 'es' },
})
