import { signal } from '@preact/signals'
import { type SpaceEvent, spaceEventSchema } from '#contracts/events'
import type { SpaceId } from '#contracts/ids'
import { refreshMe } from '../account/state.ts'
import { refreshFiles, shownLists } from './state.ts'
import { loadTimeline, timeline } from './timeline-state.ts'

/** Whether the home node is there; null until the vault has said so. */
export const homeOnline = signal<boolean | null>(null)
/** Whether this page hears of changes as they happen. */
export const isLive = signal(false)

/** Whether the vault cannot be reached: what is shown may be old. A short break is not told. */
export const isAway = signal(false)

const pingMs = 30_000

const listeners = new Set<(event: SpaceEvent) => void>()

/** `listener` hears every event of the space that is listened to, until what this answers is called. */
export function onSpaceEvent(listener: (event: SpaceEvent) => void): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** Tells those who listen of an event that came another way. */
export function tellListeners(event: SpaceEvent) {
  for (const listener of listeners) listener(event)
}

/**
 * Listens to a space until `signal` ends it. A lost connection is taken up again, later each time;
 * once it is back, what is shown is loaded anew, since changes may have been missed.
 */
export function listen(spaceId: SpaceId, stop: AbortSignal) {
  let attempts = 0
  let hasBeenLive = false
  let again: ReturnType<typeof setTimeout> | undefined
  isLive.value = false
  let closeLine = () => {}
  connect()
  // Browsers tell of a lost line long before a socket does, which may never tell at all.
  const onLost = () => {
    isAway.value = true
    closeLine()
  }
  addEventListener('offline', onLost, { signal: stop })
  addEventListener('online', () => again !== undefined && connect(), { signal: stop })

  function connect() {
    clearTimeout(again)
    again = undefined
    if (stop.aborted) return
    const address = new URL(`/api/spaces/${spaceId}/live`, location.href)
    address.protocol = address.protocol.replace('http', 'ws')
    const socket = new WebSocket(address)
    const ping = setInterval(() => {
      if (socket.readyState === WebSocket.OPEN) socket.send('ping')
    }, pingMs)
    const closeNow = () => socket.close()
    closeLine = closeNow
    stop.addEventListener('abort', closeNow, { once: true })
    socket.onopen = () => {
      if (hasBeenLive || attempts > 0) reload()
      attempts = 0
      isLive.value = true
      isAway.value = false
      hasBeenLive = true
    }
    socket.onmessage = (event) => {
      if (event.data !== 'pong') hear(event.data)
    }
    socket.onclose = () => {
      clearInterval(ping)
      stop.removeEventListener('abort', closeNow)
      // Another space is listened to by now; what becomes of this socket says nothing of that one.
      if (stop.aborted) return
      isLive.value = false
      // A refused socket does not say why; if the session has ended, this finds out.
      if (attempts > 0) {
        void refreshMe().then((isThere) => {
          isAway.value = !isThere && !isLive.value
        })
      }
      again = setTimeout(
        connect,
        Math.min(15_000, 500 * 2 ** attempts++) * (0.7 + Math.random() * 0.6),
      )
    }
  }
}

function hear(data: unknown) {
  const event = spaceEventSchema.safeParse(typeof data === 'string' ? JSON.parse(data) : null)
  if (!event.success) return
  tellListeners(event.data)
  if (event.data.type === 'files.changed') refreshFiles(event.data.fileIds)
  if (event.data.type === 'hello') hearOfHome(event.data.homeOnline)
  if (event.data.type === 'home') hearOfHome(event.data.online)
}

function hearOfHome(online: boolean) {
  const isBack = homeOnline.value === false && online
  homeOnline.value = online
  if (isBack) reload()
}

function reload() {
  if (timeline.value.status !== 'loading') void loadTimeline()
  for (const list of shownLists) list.refresh()
}
