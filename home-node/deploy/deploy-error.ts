/** Why a deployment cannot go on, as one sentence for the person at the terminal. */
export class DeployError extends Error {
  override name = 'DeployError'
}
