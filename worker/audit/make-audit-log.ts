import { type AuditEvent, auditDetailsSchema } from '#contracts/audit'
import type { Deps } from '../deps.ts'
import type { ChainEvent } from './audit-chain.ts'
import type { AuditLog } from './audit-log.ts'

/** How often a chain is asked to take events before they are given up, and the first pause between. */
const attemptsMax = 5
const firstPauseMs = 100

/**
 * Sends what one request or job records to the chains it belongs to, after the answer: one call a
 * chain for all that was recorded at once. Nothing waits for it and nothing fails by it.
 */
export function makeAuditLog(deps: Pick<Deps, 'auditChain' | 'log' | 'now' | 'defer'>): AuditLog {
  let waiting = new Map<string, ChainEvent[]>()
  let sent = Promise.resolve()

  async function send(chain: string, events: ChainEvent[]) {
    // The same in every attempt: the chain knows by it what it has taken already.
    const batchId = crypto.randomUUID()
    for (let attempt = 1; ; attempt++) {
      try {
        await deps.auditChain(chain).append(chain, batchId, events)
        return
      } catch (error) {
        if (attempt === attemptsMax) {
          deps.log.error('audit.lost', error, { events: events.length })
          return
        }
        await scheduler.wait(firstPauseMs * 2 ** (attempt - 1) * (1 + Math.random()))
      }
    }
  }

  async function sendAll() {
    // Until all that is recorded in one go is here.
    await scheduler.wait(0)
    const chains = waiting
    waiting = new Map()
    await Promise.all([...chains].map(([chain, events]) => send(chain, events)))
  }

  return {
    record(...events) {
      if (events.length > 0 && waiting.size === 0) {
        // One after the other: what is tried again must not be overtaken by what came later.
        sent = sent.then(sendAll)
        deps.defer(sent)
      }
      for (const event of events) {
        const taken = waiting.get(event.chain) ?? []
        taken.push(toChainEvent(event, deps.now()))
        waiting.set(event.chain, taken)
      }
    },
  }
}

function toChainEvent({ action, actorId, subjectId, details }: AuditEvent, at: number): ChainEvent {
  const sound = auditDetailsSchema.safeParse(details ?? {})
  // What happened matters more than what was said about it.
  return { at, action, actorId, subjectId, details: sound.data ?? { unreadable: true } }
}
