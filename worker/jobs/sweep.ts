import { jobNames } from '#contracts/jobs'
import { clearExpiredResets } from '../accounts/clear-expired-resets.ts'
import { clearExpiredSessions } from '../accounts/clear-expired-sessions.ts'
import { purgeDeletedUsers } from '../admin/purge-users.ts'
import type { Deps } from '../deps.ts'
import { clearDrops } from '../drops/manage-drops.ts'
import { groupWaitingFiles } from '../duplicates/group-files.ts'
import { queueCaptions } from '../edge-findings/queue-captions.ts'
import { sweepFaces } from '../face/sweep-faces.ts'
import { clearOrphanedUploads } from '../files/clear-orphaned-uploads.ts'
import { giveUpPreview } from '../files/give-up-preview.ts'
import { clearPurgedOriginals, purgeOldTrash } from '../files/purge-due.ts'
import { clearOldFolders } from '../folders/trash-folder.ts'
import { wakeHome } from '../home-nodes/wake-home.ts'
import { queueDueFiles } from '../indexing/queue-files.ts'
import { deleteOldHits } from '../limits/hits.ts'
import { checkR2Copies } from '../mirror/check-r2.ts'
import { repairR2Copies } from '../mirror/repair-r2.ts'
import { watchVault } from '../operations/watch-vault.ts'
import { checkQuotas } from '../quota/check-quotas.ts'
import { isRestoring } from '../restore/restore-vault.ts'
import { clearExpiredChallenges } from '../second-factor/passkeys.ts'
import { clearRevokedShares } from '../shares/clear-revoked.ts'
import { purgeOldSpaces } from '../spaces/purge-spaces.ts'
import { clearOldCanvases } from '../studio/canvases/clear-canvases.ts'
import { clearOldGenerations, wakeOldRuns } from '../studio/generations/clear-generations.ts'
import { applyLabels } from '../tags/apply-labels.ts'
import { goOnMovingTags } from '../tags/move-tags.ts'
import { answerHomeWaits } from '../tiering/home-waits.ts'
import { tierOriginals } from '../tiering/tier-originals.ts'
import { sweepVectors } from '../vectors/sweep-vectors.ts'
import { sweepWebhooks } from '../webhooks/sweep-webhooks.ts'
import { dueEdgeJobIds, filesWithFailedIngest, reapExpiredLeases } from './queries.ts'
import { runnerOf } from './runner-of.ts'

/**
 * Runs every minute and repairs what a crash, a lost message or a lost response left behind. Each
 * step stands alone: one that fails does not keep the others from running. Nothing is done while the vault
 * is being restored.
 */
export async function sweep(deps: Deps): Promise<void> {
  // Half a library looks like one that lost its other half.
  if (await isRestoring(deps)) return
  const steps: Record<string, () => Promise<void>> = {
    async leases() {
      await reapExpiredLeases(deps.db, deps.now())
      for (const { fileId, spaceId } of await filesWithFailedIngest(deps.db)) {
        if (fileId) await giveUpPreview(deps, spaceId, fileId)
      }
    },
    async edgeJobs() {
      for (const name of jobNames) {
        if (runnerOf[name] !== 'edge') continue
        const ids = await dueEdgeJobIds(deps.db, name, deps.now())
        const messages = ids.map((jobId) => ({ body: { jobId } }))
        if (messages.length > 0) await deps.jobsQueue.sendBatch(messages)
      }
    },
    homeJobs: () => wakeHome(deps),
    indexing: () => queueDueFiles(deps),
    captions: () => queueCaptions(deps),
    duplicates: () => groupWaitingFiles(deps),
    labels: () => applyLabels(deps),
    movedTags: () => goOnMovingTags(deps),
    vectors: () => sweepVectors(deps),
    webhooks: () => sweepWebhooks(deps),
    uploads: () => clearOrphanedUploads(deps),
    oldTrash: () => purgeOldTrash(deps),
    oldFolders: () => clearOldFolders(deps),
    oldCanvases: () => clearOldCanvases(deps),
    oldRuns: () => wakeOldRuns(deps),
    oldGenerations: () => clearOldGenerations(deps),
    faces: () => sweepFaces(deps),
    oldSpaces: () => purgeOldSpaces(deps),
    deletedUsers: () => purgeDeletedUsers(deps),
    purgedOriginals: () => clearPurgedOriginals(deps),
    r2Copies: () => checkR2Copies(deps),
    badR2Copies: () => repairR2Copies(deps),
    tiering: () => tierOriginals(deps),
    homeWaits: () => answerHomeWaits(deps),
    quotas: () => checkQuotas(deps),
    drops: () => clearDrops(deps),
    alerts: () => watchVault(deps),
    revokedShares: () => clearRevokedShares(deps),
    sessions: () => clearExpiredSessions(deps),
    resetLinks: () => clearExpiredResets(deps),
    passkeyChallenges: () => clearExpiredChallenges(deps),
    async limitHits() {
      await deleteOldHits(deps)
    },
  }
  for (const [step, run] of Object.entries(steps)) {
    try {
      await run()
    } catch (error) {
      deps.log.error('sweep.step_failed', error, { step })
    }
  }
  deps.log.info('sweep.done')
}
