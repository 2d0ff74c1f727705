import type { AuditEvent } from '#contracts/audit'

/** Takes what happened, off the hot path: events are kept in order and written in batches. */
export interface AuditLog {
  /** Never fails and never waits: what could not be written is tried again and is logged. */
  record(...events: AuditEvent[]): void
}
