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

/**
 * The page checks what it is told, and neither describes it nor reads out what is wrong with it: zod's
 * writer of JSON Schema and its English sentences, to which every schema refers and which are a ninth
 * of the first script, stay out. What calls the writer fails and says so.
 */
const zodWithoutWords: Plugin = {
  name: 'zod-without-words',
  apply: 'build',
  transform(code, id) {
    if (id.endsWith('/zod/v4/locales/en.js')) {
      return { code: `export default () => ({ localeError: () => 'Invalid input' })`, map: null }
    }
    if (!/\/zod\/v4\/core\/(to-json-schema|json-schema-processors)\.js$/.test(id)) return null
    const names = [...code.matchAll(/^export (?:const|function) (\w+)/gm)].map(([, name]) => name)
    const left = `const left = () => { throw new Error('JSON Schema is not part of the page.') }`
    const exported = names.map((name) => `left as ${name}`)
    if (code.includes('export { processSchema as process }')) exported.push('left as process')
    return { code: `${left}\nexport { ${exported.join(', ')} }`, map: null }
  },
}

/** The scripts of links' pages, which the Worker writes and which name them: no hash, nothing shared. */
const shareScripts = { view: 'share/view.ts', drop: 'share/drop.ts' }

interface Modules {
  getModuleInfo(id: string): { importers: readonly string[]; isEntry: boolean } | null
}

/**
 * All that the first page needs is one file: left to themselves, its modules are cut into a small file
 * for each set of pages that use them too, and many small files take more bytes than one.
 */
function nameOfChunk(id: string, modules: Modules): string | null {
  const seen = new Set([id])
  for (const each of seen) {
    const module = modules.getModuleInfo(each)
    if (module?.isEntry) return /\/share\/(view|drop)\.ts$/.test(each) ? null : 'first'
    for (const importer of module?.importers ?? []) seen.add(importer)
  }
  return null
}

export default defineConfig(({ command }) => {
  // Vite takes `NODE_ENV=test` of a test run for development, and the kit would be built in.
  if (command === 'build') process.env.NODE_ENV = 'production'
  return {
    plugins: [preact(), preloadTextFont, zodWithoutWords],
    // With its slash: `/api` alone would take the module `/api.ts` too.
    server: { proxy: { '/api/': toWorker, '/m/': toWorker, '/p/': toWorker, '/s/': toWorker } },
    build: {
      target: 'es2023',
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: {
        input: { index: 'index.html', ...shareScripts },
        output: {
          entryFileNames: ({ name }) =>
            name in shareScripts ? `share/${name}.js` : 'assets/[name]-[hash].js',
          codeSplitting: { groups: [{ name: nameOfChunk, debugName: 'first' }] },
        },
      },
    },
    worker: { format: 'es' },
  }
})
