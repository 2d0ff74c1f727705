import { signal } from '@preact/signals'
import type { StudioProviders } from '#contracts/generations'
import { readProviders } from './generation-calls.ts'

/** Who makes pictures here: null until it is read. `error` is why the last reading failed. */
export const providers = signal<{ value: StudioProviders | null; error: unknown } | null>(null)

/** They change with the vault's configuration alone, so what was read holds while the page is open. */
export async function loadProviders() {
  if (providers.value?.value) return
  try {
    providers.value = { value: await readProviders(), error: null }
  } catch (error) {
    providers.value = { value: null, error }
  }
}
