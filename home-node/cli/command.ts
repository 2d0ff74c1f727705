/** A command cannot do what it was asked; `message` is one sentence for the person who asked. */
export class CommandError extends Error {
  override name = 'CommandError'
}

/** Where a command runs. */
export interface CommandContext {
  /** The home node's state folder, whether or not it exists. */
  stateDir: string
  env: Record<string, string | undefined>
}

/** A text to print, where something went wrong that is no reason not to print it. */
export interface CommandOutcome {
  text: string
  exitCode: number
}

/** One word after `cloudvault`. */
export interface Command {
  name: string
  /** What may follow the name, as the help shows it. */
  usage: string
  /** Lines that the help shows beside the usage. */
  about: string[]
  /**
   * Answers the text to print. Throws `CommandError`, and `UsageError` when the words make no sense.
   */
  run(args: string[], context: CommandContext): Promise<string | CommandOutcome>
}

/** The words after a command make no sense: its usage is printed below the sentence. */
export class UsageError extends Error {
  override name = 'UsageError'
}
