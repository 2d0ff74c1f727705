import { and, asc, eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { colourNames } from '#contracts/colours'
import type { FileFound, IndexResult } from '#contracts/found'
import type { FileId, SpaceId } from '#contracts/ids'
import type { Db } from '../db/client.ts'
import type { Statement } from '../db/run-batch.ts'
import { files } from '../db/schema/files.ts'
import { fileCaptions, fileTexts, findings, indexedFiles } from '../db/schema/findings.ts'
import { enginesOfKey } from './queue-files.ts'

/** What was seen and read in a file, besides what `kept` engines found: part of the batch that records it. */
export function putFindings(
  db: Db,
  fileId: FileId,
  kept: string[],
  { objects, text }: Pick<IndexResult, 'objects' | 'text'>,
): Statement[] {
  const isOld = sql`engine not in (select value from json_each(${JSON.stringify(kept)}))`
  return [
    db.delete(findings).where(and(eq(findings.fileId, fileId), isOld)),
    db.run(sql`insert into findings (file_id, position, label, probability, engine,
        box_left, box_top, box_width, box_height, colours, at_ms)
      select ${fileId}, key + (select coalesce(max(position) + 1, 0) from findings
          where file_id = ${fileId}),
        json_extract(value, '$.label'), json_extract(value, '$.probability'),
        json_extract(value, '$.engine'), json_extract(value, '$.box.left'),
        json_extract(value, '$.box.top'), json_extract(value, '$.box.width'),
        json_extract(value, '$.box.height'), json_extract(value, '$.colours'),
        json_extract(value, '$.atMs')
      from json_each(${JSON.stringify(objects)})`),
    db.delete(fileTexts).where(and(eq(fileTexts.fileId, fileId), isOld)),
    ...(text === null
      ? []
      : [
          db
            .insert(fileTexts)
            .values({ fileId, ...text })
            .onConflictDoUpdate({ target: fileTexts.fileId, set: text }),
        ]),
  ]
}

/** After the findings: their words are taken from them now, and the file counts as looked at. */
export function putIndexed(db: Db, fileId: FileId, engines: string, now: number): Statement {
  return db
    .update(indexedFiles)
    .set({ engines, indexedAt: now })
    .where(eq(indexedFiles.fileId, fileId))
}

const coloursSchema = z
  .string()
  .transform((text): unknown => JSON.parse(text))
  .pipe(z.array(z.enum(colourNames)))

/** What engines found in a file, as people are told; access is for the caller to decide. */
export async function findFound(db: Db, fileId: FileId): Promise<FileFound> {
  const [objects, texts, captions, indexed] = await db.batch([
    db.select().from(findings).where(eq(findings.fileId, fileId)).orderBy(asc(findings.position)),
    db.select().from(fileTexts).where(eq(fileTexts.fileId, fileId)),
    db.select().from(fileCaptions).where(eq(fileCaptions.fileId, fileId)),
    db.select().from(indexedFiles).where(eq(indexedFiles.fileId, fileId)),
  ])
  const [text] = texts
  const [caption] = captions
  const { indexedAt = null, engines = '' } = indexed[0] ?? {}
  return {
    objects: objects.map(({ boxLeft, boxTop, boxWidth, boxHeight, ...object }) => ({
      ...{ label: object.label, probability: object.probability, engine: object.engine },
      box: { left: boxLeft, top: boxTop, width: boxWidth, height: boxHeight },
      colours: coloursSchema.parse(object.colours),
      atMs: object.atMs,
    })),
    text: text ? { text: text.text, confidence: text.confidence, engine: text.engine } : null,
    caption: caption ? { text: caption.text, engine: caption.engine } : null,
    looked: indexedAt === null ? [] : enginesOfKey(engines),
    lookedAt: indexedAt === null ? null : new Date(indexedAt).toISOString(),
  }
}

/** In which spaces these files lie, of those that have a preview. */
export async function spacesOfPreviews(
  db: Db,
  fileIds: FileId[],
): Promise<{ fileId: FileId; spaceId: SpaceId }[]> {
  const isOne = sql`${files.id} in (select value from json_each(${JSON.stringify(fileIds)}))`
  return await db
    .select({ fileId: files.id, spaceId: files.spaceId })
    .from(files)
    .where(and(isOne, eq(files.preview, 'ready')))
}
