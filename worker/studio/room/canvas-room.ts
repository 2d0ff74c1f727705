import { DurableObject } from 'cloudflare:workers'
import type { GenerationView } from '#contracts/generations'
import type { GenerationId, TileId, UserId } from '#contracts/ids'
import type { Env } from '../../env.ts'

/** Keeps one canvas, and whoever looks at it up to date. */
export class CanvasRoom extends DurableObject<Env> {
  /** A generation is there: its tile shows it, if canvas and tile are still there and show no later one. */
  async showGeneration(_shown: {
    tile: TileId
    generation: GenerationId
    by: UserId
  }): Promise<void> {}

  /** A generation of this canvas began, went on or ended: open pages hear of it. */
  async tellGeneration(_view: GenerationView): Promise<void> {}

  /** Ends the sockets of a user, or of everybody (null): their pages come again as who they are by then. */
  async end(_userId: UserId | null): Promise<void> {}

  /** Forgets the canvas. */
  async clear(): Promise<void> {
    await this.end(null)
    await this.ctx.storage.deleteAlarm()
    await this.ctx.storage.deleteAll()
  }
}
