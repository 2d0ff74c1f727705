import { batch, computed, signal } from '@preact/signals'
import type { CanvasPerson, FromRoom, Operation, Tile, ToRoom } from '#contracts/canvas'
import { maxTiles } from '#contracts/canvas'
import { applyOperation, type Canvas, emptyCanvas, type Inverse } from '#contracts/canvas-fold'
import type { GenerationView } from '#contracts/generations'
import type { CanvasId, GenerationId, OperationId, TileId, UserId } from '#contracts/ids'
import { showToast } from '../../ui/toast.tsx'
import { type CanvasLine, openLine } from './canvas-line.ts'
import { newOperationId, newTileId } from './new-id.ts'
import { dropPending, keepPending, readPending } from './pending-store.ts'
import { readSteps, writeSteps } from './step-store.ts'
import { noSteps, type Steps, stepOf, takingBack, withStep } from './undo-steps.ts'
import { stageSize, view } from './view.ts'

// The page's half of a canvas: what the room has confirmed, with the page's own edits on top of it. There
// is one canvas on a page at a time; `openCanvas` begins it.

const confirmed = signal<{ number: number; tiles: Canvas } | null>(null)
const pending = signal<readonly Operation[]>([])
const steps = signal<Steps>(noSteps)

/** What is shown: the confirmed canvas and, on top of it, the edits that are on their way. */
export const canvas = computed<Canvas>(() =>
  pending.value.reduce(applyOperation, confirmed.value?.tiles ?? emptyCanvas),
)
/** Whether the canvas has come; before that nothing is known of it, not even that it is empty. */
export const isThere = computed(() => confirmed.value !== null)
/** Edits that the room has not confirmed. */
export const unsentCount = computed(() => pending.value.length)
export const chosen = signal<readonly TileId[]>([])
/** Every generation that the page has heard of, by its id. */
export const generations = signal<ReadonlyMap<GenerationId, GenerationView>>(new Map())
export const canEdit = signal(false)
/** Everybody on the canvas, this page's own connection, too. */
export const people = signal<readonly CanvasPerson[]>([])
/** Where others point and what they have chosen, by connection. */
export const cursors = signal<ReadonlyMap<string, Cursor>>(new Map())
/** This page's own connection; null while there is none. */
export const ownConnection = signal<string | null>(null)
/** `away`: what is shown may be old, and edits wait. */
export const line = signal<'connecting' | 'live' | 'away'>('connecting')
export const canUndo = computed(() => steps.value.done.length > 0)
export const canRedo = computed(() => steps.value.undone.length > 0)

type Cursor = Omit<Extract<FromRoom, { type: 'cursor' }>, 'type' | 'connection'>
type WithoutIds<T> = T extends unknown ? Omit<T, 'id' | 'z' | 'group'> : never
/** A tile before it is added. Without `z` it comes to lie on top. */
export type TileDraft = WithoutIds<Tile> & Partial<Pick<Tile, 'z' | 'group'>>

let open: { id: CanvasId; user: UserId; line: CanvasLine } | null = null
/** Which edits the last undo step took together. */
let lastStep: string | null = null

/** Begins with a canvas, and what this device still has of it, until `stop` ends it. */
export function openCanvas(id: CanvasId, user: UserId, stop: AbortSignal) {
  batch(() => {
    confirmed.value = null
    pending.value = readPending(user, id)
    steps.value = readSteps(id)
    chosen.value = []
    generations.value = new Map()
    people.value = []
    cursors.value = new Map()
    ownConnection.value = null
    canEdit.value = false
    line.value = 'connecting'
  })
  lastStep = null
  const opened = openLine(id, stop, {
    after: () => confirmed.value?.number ?? null,
    hear: (message) => batch(() => hear(message)),
    lost: () => {
      batch(() => {
        line.value = 'away'
        cursors.value = new Map()
        ownConnection.value = null
      })
    },
  })
  open = { id, user, line: opened }
  stop.addEventListener('abort', () => {
    if (open?.line === opened) open = null
  })
}

/**
 * Does something to the canvas: seen at once, kept on this device, sent when there is a line. It is one
 * step to undo; edits in a row with the same `step` are one together (a word that is typed, a slider).
 */
export function edit(operations: readonly Inverse[], options: { step?: string } = {}) {
  const made = make(operations)
  if (made.length === 0) return
  const before = canvas.value
  const joins = options.step !== undefined && options.step === lastStep
  lastStep = options.step ?? null
  batch(() => {
    keepSteps(withStep(steps.value, stepOf(before, made), joins))
    put(made)
  })
}

/** Takes this person's last step back. Answers the tiles that it touched, which are chosen then. */
export function undo() {
  goBack('done', 'undone')
}

export function redo() {
  goBack('undone', 'done')
}

/** Adds tiles and chooses them; none where the canvas would have too many. Answers their ids. */
export function addTiles(drafts: readonly TileDraft[]): TileId[] {
  if (!canEdit.value || drafts.length === 0) return []
  if (canvas.value.size + drafts.length > maxTiles) {
    showToast(`A canvas holds ${maxTiles} tiles. Begin another one for more.`, { kind: 'danger' })
    return []
  }
  const top = topOf(canvas.value)
  const tiles = drafts.map(
    (draft, at): Tile => ({ z: top + at + 1, group: null, ...draft, id: newTileId() }),
  )
  const ids = tiles.map(({ id }) => id)
  batch(() => {
    edit([{ type: 'add', tiles }])
    chosen.value = ids
  })
  return ids
}

/** Adds one tile and chooses it; null where the canvas is full or may not be edited. */
export function addTile(draft: TileDraft): TileId | null {
  return addTiles([draft])[0] ?? null
}

/** The middle of what is seen, in units of the canvas. */
export function centreOfView(): { x: number; y: number } {
  const { x, y, scale } = view.value
  const { width, height } = stageSize.value
  return { x: x + width / 2 / scale, y: y + height / 2 / scale }
}

/** The largest `z`; 0 of an empty canvas. */
export function topOf(of: Canvas): number {
  let top = 0
  for (const { z } of of.values()) top = Math.max(top, z)
  return top
}

/** Remembers generations that were read or asked for; of each the one that is further on stays. */
export function hearGenerations(views: readonly GenerationView[]) {
  const known = new Map(generations.value)
  for (const each of views) {
    const before = known.get(each.id)
    if (!before || before.endedAt === null || each.endedAt !== null) known.set(each.id, each)
  }
  generations.value = known
}

export function tellCursor(cursor: Omit<Extract<ToRoom, { type: 'cursor' }>, 'type'>) {
  open?.line.tell({ type: 'cursor', ...cursor })
}

function make(operations: readonly Inverse[]): Operation[] {
  if (!canEdit.value) return []
  return operations.map((operation) => ({ ...operation, id: newOperationId() }))
}

function put(made: readonly Operation[]) {
  pending.value = [...pending.value, ...made]
  if (open === null) return
  const { id, user } = open
  const isKept = made.map((operation) => keepPending(user, id, operation))
  if (isKept.includes(false) && line.value !== 'live') {
    showToast(
      'This browser has no room for more edits: keep the page open until it is connected.',
      {
        kind: 'danger',
      },
    )
  }
  if (line.value === 'live') open.line.send(made)
}

function goBack(from: 'done' | 'undone', to: 'done' | 'undone') {
  lastStep = null
  const step = steps.value[from].at(-1)
  if (!step || !canEdit.value) return
  const before = canvas.value
  const made = make(takingBack(step, before))
  const left = { ...steps.value, [from]: steps.value[from].slice(0, -1) }
  batch(() => {
    if (made.length > 0) {
      keepSteps({ ...left, [to]: [...left[to], stepOf(before, made)] })
      put(made)
    } else {
      // Others have changed all of it since: the step before it is what can be taken back.
      keepSteps(left)
      goBack(from, to)
    }
  })
}

function keepSteps(now: Steps) {
  steps.value = now
  if (open) writeSteps(open.id, now)
}

function hear(message: FromRoom) {
  switch (message.type) {
    case 'hello':
      if (message.canvas) {
        const { number, tiles } = message.canvas
        confirmed.value = { number, tiles: new Map(tiles.map((tile) => [tile.id, tile])) }
      }
      apply(message.operations)
      canEdit.value = message.canEdit
      people.value = message.people
      ownConnection.value = message.connection
      line.value = 'live'
      hearGenerations(message.generations)
      if (pending.value.length > 0) open?.line.send(pending.value)
      return
    case 'operations':
      return apply(message.operations)
    case 'refused':
      forget([message.operation])
      showToast(message.problem.detail, { kind: 'danger' })
      return
    case 'joined':
      people.value = [
        ...people.value.filter(({ connection }) => connection !== message.person.connection),
        message.person,
      ]
      return
    case 'left': {
      people.value = people.value.filter(({ connection }) => connection !== message.connection)
      const others = new Map(cursors.value)
      others.delete(message.connection)
      cursors.value = others
      return
    }
    case 'cursor': {
      const { at, chosen: theirs } = message
      cursors.value = new Map(cursors.value).set(message.connection, { at, chosen: theirs })
      return
    }
    case 'generation':
      hearGenerations([message.generation])
  }
}

function apply(numbered: Extract<FromRoom, { type: 'operations' }>['operations']) {
  if (numbered.length === 0) return
  let { number, tiles } = confirmed.value ?? { number: 0, tiles: emptyCanvas }
  for (const each of numbered) {
    // Sent twice, it is answered with where it stands: known already.
    if (each.number <= number) continue
    if (each.number > number + 1) {
      // Something was missed: from here on everything is asked for again.
      open?.line.again()
      break
    }
    tiles = applyOperation(tiles, each.operation)
    number = each.number
  }
  confirmed.value = { number, tiles }
  const last = number
  forget(numbered.filter((each) => each.number <= last).map(({ operation }) => operation.id))
  if (chosen.value.some((id) => !canvas.value.has(id))) {
    chosen.value = chosen.value.filter((id) => canvas.value.has(id))
  }
}

function forget(ids: readonly OperationId[]) {
  if (pending.value.length === 0) return
  const gone = new Set(ids)
  const left = pending.value.filter(({ id }) => !gone.has(id))
  if (left.length === pending.value.length) return
  for (const { id } of pending.value) {
    if (gone.has(id) && open) dropPending(open.user, open.id, id)
  }
  pending.value = left
}
