import { availableParallelism } from 'node:os'
import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin'
import { defineConfig } from 'vitest/config'

/** Values for tests alone: every one of them is public, none of them opens anything. */
const testSecrets = {
  PASSWORD_PEPPER: 'cGVwcGVyLWZvci10ZXN0cy1vbmx5LTMyLWJ5dGVzLi4',
  MEDIA_KEYS:
    'k2:bWVkaWEta2V5LXR3by1mb3ItdGVzdHMtMzItYnl0ZXM,k1:bWVkaWEta2V5LW9uZS1mb3ItdGVzdHMtMzItYnl0ZXM',
  JWT_KEYS:
    'j2:and0LWtleS10d28tZm9yLXRlc3RzLW9ubHktMzItYnk,j1:and0LWtleS1vbmUtZm9yLXRlc3RzLW9ubHktMzItYnk',
  OPERATOR_TOKEN: 'operator-token-for-tests-only-0123456789-0123456789',
  LINK_PRIVATE_KEY: 'MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v_VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g',
  SETUP_TOKEN: 'setup-token-for-tests-only',
  HOME_JOIN_CODE: 'join-code-for-tests-only-1',
  UPLOAD_BODY_MAX_BYTES: '200000000',
  RECOVERY_RECIPIENT: 'age1zp66re7tvh7a5df26ymfvetruyuhz8ewlmksnvnn3z24xgvcp9ys8grqvy',
}

export default defineConfig({
  test: {
    fsModuleCache: false,
    // Vitest leaves one core to whoever watches, which on two cores is every second one.
    maxWorkers: availableParallelism(),
    projects: [
      {
        plugins: [
          cloudflareTest(async ({ inject }) => ({
            wrangler: { configPath: './wrangler.toml' },
            miniflare: {
              // Under a name of its own: the Worker itself gets it only where a test says so.
              images: { binding: 'EMULATED_IMAGES' },
              bindings: {
                ...testSecrets,
                OUTBOUND_ALLOWED_ORIGINS: [
                  inject<string>('outsideOrigin'),
                  inject<{ falUrl: string }>('studioServers').falUrl,
                ].join(),
                FAL_KEY: 'key-tests-only:0123456789',
                FAL_BASE_URL: inject<{ falUrl: string }>('studioServers').falUrl,
                FAL_MODELS: 'fal-ai/flux/dev',
                OUTBOUND_RESOLVER: `${inject<string>('outsideOrigin')}/dns-query`,
                OPENAI_API_KEY: 'sk-tests-only-0123456789',
                OPENAI_BASE_URL: inject<{ openAiUrl: string }>('studioServers').openAiUrl,
                OPENAI_IMAGE_MODEL: 'drawn,dear',
                STUDIO_PRICES: 'openai/drawn=1000,openai/dear=16000',
                TEST_MIGRATIONS: await readD1Migrations('migrations'),
              },
              serviceBindings: {
                OUTSIDE: { network: { allow: ['public'], tlsOptions: { trustBrowserCas: true } } },
              },
            },
          })),
        ],
        test: {
          name: 'worker',
          include: ['worker/**/*.test.ts'],
          setupFiles: ['worker/testing/setup.ts'],
          globalSetup: [
            'worker/testing/real-home-node.ts',
            'worker/testing/outside-server.ts',
            'worker/testing/picture-server.ts',
            'worker/testing/face-home.ts',
            'worker/testing/studio-servers.ts',
          ],
          fsModuleCache: false,
          testTimeout: 30_000,
          // The plugin keeps a line that was logged in another request's context back until it
          // sends something else; when it was a file's last line, that file never ended.
          disableConsoleIntercept: true,
        },
      },
      {
        test: {
          name: 'node',
          include: ['home-node/**/*.test.ts', 'web/**/*.test.{ts,tsx}'],
          exclude: ['web/e2e/**'],
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['web/e2e/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 120_000,
          // A page on a busy machine answers when it can; vitest's own second is not a promise.
          expect: { poll: { timeout: 30_000 } },
        },
      },
    ],
  },
})
