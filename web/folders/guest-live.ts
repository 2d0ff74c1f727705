import { spaceEventSchema } from '#contracts/events'
import type { FolderId } from '#contracts/ids'
import { tellListeners } from '../library/live.ts'

const pingMs = 30_000
const longestPauseMs = 30_000

/**
 * Listens to a folder in a space of somebody else until `stop` ends it: its events come to all who
 * listen with `onSpaceEvent`. Each time the line is lost or back, the page is told to look anew; the
 * folder may not be shared any more.
 */
export function followFolder(folderId: FolderId, stop: AbortSignal) {
  let attempts = 0
  connect()

  function connect() {
    if (stop.aborted) return
    const address = new URL(`/api/folders/${folderId}/live`, location.href)
    address.protocol = address.protocol.replace('http', 'ws')
    const socket = new WebSocket(address)
    const ping = setInterval(() => {
      if (socket.readyState === WebSocket.OPEN) socket.send('ping')
    }, pingMs)
    const closeNow = () => socket.close()
    stop.addEventListener('abort', closeNow, { once: true })
    let wasOpen = false
    socket.onopen = () => {
      wasOpen = true
      if (attempts > 0) tellListeners({ type: 'folders.changed' })
      attempts = 0
    }
    socket.onmessage = ({ data }) => {
      if (typeof data !== 'string' || data === 'pong') return
      const event = spaceEventSchema.safeParse(JSON.parse(data))
      // Whether the home node is there is told in the space that is one's own.
      if (event.success && event.data.type !== 'hello') tellListeners(event.data)
    }
    socket.onclose = () => {
      clearInterval(ping)
      stop.removeEventListener('abort', closeNow)
      if (stop.aborted) return
      if (wasOpen) tellListeners({ type: 'folders.changed' })
      const pauseMs = Math.min(longestPauseMs, 500 * 2 ** attempts++)
      setTimeout(connect, pauseMs * (0.7 + Math.random() * 0.6))
    }
  }
}
