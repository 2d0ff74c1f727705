import type { Deps } from '../deps.ts'
import { type Actor, actorIdOf } from '../spaces/access.ts'
import { consentsOf } from './consent.ts'
import { exampleRowsSince } from './example-queries.ts'
import { openFaceKey } from './face-key.ts'
import type { OrganizationRow } from './organization-queries.ts'
import { receiptsOf } from './receipts.ts'
import { listSubjects } from './subject-queries.ts'

type ExportDeps = Pick<Deps, 'db' | 'config' | 'audit'>

/**
 * Everything that is known of an organization's faces, one JSON value a line: the organization with its
 * consents and receipts, then subjects, then examples with their descriptors and the models that made
 * them.
 */
export function exportOrganization(
  deps: ExportDeps,
  actor: Actor,
  organization: OrganizationRow,
): Response {
  const { spaceId } = organization
  const actorId = actorIdOf(actor)
  const subjectId = spaceId
  deps.audit.record({ chain: spaceId, action: 'organization.exported', actorId, subjectId })
  const lines = linesOf(deps, actor, organization)
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await lines.next()
      if (done) controller.close()
      else controller.enqueue(new TextEncoder().encode(`${JSON.stringify(value)}\n`))
    },
  })
  return new Response(body, {
    headers: {
      'Content-Type': 'application/x-ndjson',
      'Content-Disposition': `attachment; filename="${organization.name}.jsonl"`,
      'Cache-Control': 'no-store',
    },
  })
}

async function* linesOf(deps: ExportDeps, actor: Actor, organization: OrganizationRow) {
  const { spaceId, name, retentionDays } = organization
  const { items: consents } = await consentsOf(deps, actor, spaceId)
  const receipts = await receiptsOf(deps, spaceId)
  yield { type: 'organization', id: spaceId, name, retentionDays, consents, receipts }
  for (let cursor: string | undefined; ; ) {
    const subjects = await listSubjects(deps.db, spaceId, 200, cursor)
    for (const { id, name: subject, createdAt } of subjects) {
      yield { type: 'subject', id, name: subject, createdAt: iso(createdAt) }
    }
    cursor = subjects.at(-1)?.name
    if (cursor === undefined) break
  }
  const key = openFaceKey(deps.config, organization)
  for (let change = 0; ; ) {
    const examples = await exampleRowsSince(deps.db, spaceId, change)
    for (const { id, subjectId, detector, embedder, quality, ...row } of examples) {
      const descriptor = key.open(id, row.sealedDescriptor).toString('base64')
      const createdAt = iso(row.createdAt)
      yield {
        type: 'example',
        id,
        subjectId,
        detector,
        embedder,
        quality: quality / 100,
        createdAt,
        descriptor,
      }
    }
    const last = examples.at(-1)
    if (!last) break
    change = last.change
  }
}

const iso = (timeMs: number) => new Date(timeMs).toISOString()
