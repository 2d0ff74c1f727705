import type { RefObject } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'

/** Why there is no picture, in words for whoever sits before it. */
type CameraState =
  | { kind: 'off' }
  | { kind: 'asking' }
  | { kind: 'on' }
  | { kind: 'failed'; sentence: string }

export interface Camera {
  video: RefObject<HTMLVideoElement | null>
  state: CameraState
  cameras: readonly { id: string; name: string }[]
  /** The one that is shown; empty before the first. */
  cameraId: string
  /** Shown as in a mirror, which a camera that looks away from whoever holds it is not. */
  isMirrored: boolean
  pick: (id: string) => void
  retry: () => void
}

/**
 * Shows a camera in `video` while `isWanted` and while the page is seen: a hidden page has it switched
 * off. The browser asks for leave.
 */
export function useCamera(isWanted: boolean): Camera {
  const video = useRef<HTMLVideoElement>(null)
  const [state, setState] = useState<CameraState>({ kind: 'off' })
  const [cameras, setCameras] = useState<Camera['cameras']>([])
  const [cameraId, setCameraId] = useState('')
  const [wantedId, setWantedId] = useState<string | null>(null)
  const [isMirrored, setMirrored] = useState(true)
  const [tries, setTries] = useState(0)
  const isSeen = useIsSeen()

  useEffect(() => {
    if (!isWanted || !isSeen) {
      setState({ kind: 'off' })
      return
    }
    let stream: MediaStream | null = null
    let isOver = false
    const stop = (one: MediaStream | null) => {
      for (const track of one?.getTracks() ?? []) track.stop()
    }
    const start = async () => {
      stream = await openCamera(wantedId)
      if (isOver || !video.current) return stop(stream)
      const [track] = stream.getVideoTracks()
      const settings = track?.getSettings()
      track?.addEventListener('ended', () => {
        if (!isOver) setState({ kind: 'failed', sentence: 'The camera was taken away.' })
      })
      setCameraId(settings?.deviceId ?? '')
      setMirrored(settings?.facingMode !== 'environment')
      video.current.srcObject = stream
      await video.current.play()
      // Cameras have names only once one of them may be used.
      const devices = await navigator.mediaDevices.enumerateDevices()
      if (isOver) return
      setCameras(
        devices
          .filter(({ kind }) => kind === 'videoinput')
          .map(({ deviceId, label }, index) => ({
            id: deviceId,
            name: label || `Camera ${index + 1}`,
          })),
      )
      setState({ kind: 'on' })
    }
    setState({ kind: 'asking' })
    start().catch((error: unknown) => {
      if (!isOver) setState({ kind: 'failed', sentence: cameraSentence(error) })
    })
    return () => {
      isOver = true
      stop(stream)
      if (video.current) video.current.srcObject = null
    }
  }, [isWanted, isSeen, wantedId, tries])

  return {
    ...{ video, state, cameras, cameraId, isMirrored, pick: setWantedId },
    retry: () => setTries(tries + 1),
  }
}

async function openCamera(id: string | null): Promise<MediaStream> {
  // Without a secure page there is no such thing, whatever the types say.
  if (!('mediaDevices' in navigator)) throw new DOMException('', 'SecurityError')
  const size = { width: { ideal: 640 }, height: { ideal: 480 } }
  const which = id === null ? { facingMode: 'user' } : { deviceId: { exact: id } }
  return await navigator.mediaDevices.getUserMedia({ video: { ...size, ...which } })
}

function cameraSentence(error: unknown): string {
  switch (error instanceof DOMException ? error.name : '') {
    case 'NotAllowedError':
      return 'This page may not use the camera. Allow it beside the address, then try again.'
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'There is no camera here. Pictures from files and from the library work all the same.'
    case 'NotReadableError':
      return 'The camera is used by another program. Close that, then try again.'
    case 'SecurityError':
      return 'Browsers give a camera only to pages with https, or on this very machine.'
    default:
      return 'The camera could not be started.'
  }
}

function useIsSeen(): boolean {
  const [isSeen, setSeen] = useState(document.visibilityState === 'visible')
  useEffect(() => {
    const read = () => setSeen(document.visibilityState === 'visible')
    document.addEventListener('visibilitychange', read)
    return () => document.removeEventListener('visibilitychange', read)
  }, [])
  return isSeen
}

/** What the camera shows now as a JPEG of at most `widthMax` pixels; null before its first picture. */
export async function shotOf(
  video: HTMLVideoElement,
  widthMax: number,
  quality: number,
): Promise<Blob | null> {
  const { videoWidth, videoHeight } = video
  if (videoWidth === 0) return null
  const scale = Math.min(1, widthMax / videoWidth)
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(videoWidth * scale)
  canvas.height = Math.round(videoHeight * scale)
  canvas.getContext('2d')?.drawImage(video, 0, 0, canvas.width, canvas.height)
  return await new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality))
}
