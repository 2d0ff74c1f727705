import type { CloudflareApi } from './cloudflare-api.ts'

/** An account of Cloudflare, asked by its token. */
export interface Account {
  api: CloudflareApi
  /** `/accounts/{id}`: what stands before every address. */
  path: string
}

/** What was found of a part. */
export interface Found {
  isThere: boolean
  /** What is missing or to be done, in a few words. */
  note?: string
}

/** One thing that a deployment needs. `make` is called only where `look` found it missing. */
export interface Part {
  kind: string
  name: string
  look(account: Account): Promise<Found>
  make(account: Account): Promise<void>
}
