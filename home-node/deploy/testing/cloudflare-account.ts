import { DatabaseSync } from 'node:sqlite'

/** One upload of a Worker, with what it was bound to. */
export interface StoredVersion {
  id: string
  message: string | null
  bindings: { name: string; type: string; [key: string]: unknown }[]
  /** Tag of the newest Durable Object migration that it came with. */
  objectsTag: string | null
}

export interface StoredWorker {
  versions: StoredVersion[]
  /** Newest last. */
  deployments: { id: string; versionId: string }[]
  secrets: Map<string, string>
  crons: string[]
  isOnWorkersDev: boolean
  domains: string[]
}

export interface StoredQueue {
  id: string
  name: string
  consumers: { id: string; script: string; deadLetters: string | null }[]
}

/** An account of Cloudflare as far as a deployment sees it. */
export interface StoredAccount {
  id: string
  hasR2: boolean
  databases: Map<string, { name: string; sqlite: DatabaseSync }>
  buckets: Map<string, { rules: unknown[] }>
  queues: StoredQueue[]
  indexes: Map<string, { dimensions: number; metric: string; metadata: Map<string, string> }>
  workers: Map<string, StoredWorker>
  subdomain: string | null
}

export function anAccount(id: string): StoredAccount {
  return {
    id,
    hasR2: true,
    databases: new Map(),
    buckets: new Map(),
    queues: [],
    indexes: new Map(),
    workers: new Map(),
    subdomain: null,
  }
}

/** Makes a database as D1 has it: foreign keys hold. */
export function aDatabase(name: string): { name: string; sqlite: DatabaseSync } {
  const sqlite = new DatabaseSync(':memory:')
  sqlite.exec('PRAGMA foreign_keys = ON')
  return { name, sqlite }
}
