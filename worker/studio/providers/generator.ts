import type { StudioModel } from '#contracts/generations'

/** Pictures that providers give and take are of these types, and at most so many bytes. */
export const pictureMimeTypes = ['image/png', 'image/jpeg', 'image/webp'] as const
export const pictureMaxBytes = 20_000_000

export interface PictureBytes {
  bytes: Uint8Array
  mimeType: (typeof pictureMimeTypes)[number]
}

/** What a provider is asked for: checked against the model, with all references at hand. */
export interface PictureRequest {
  /** The provider's own name of the model. */
  model: string
  stage: 'preview' | 'full'
  text: string
  negative: string | null
  width: number
  height: number
  seed: number
  steps: number | null
  references: PictureBytes[]
  strength: number | null
  mask: PictureBytes | null
}

/** How a provider asks for a picture's size and price, before it is asked for the picture. */
export type PricedRequest = Pick<
  PictureRequest,
  'model' | 'stage' | 'width' | 'height' | 'steps'
> & {
  referenceCount: number
}

export interface MadePicture extends PictureBytes {
  width: number
  height: number
  /** With which it was made, where the provider says so. */
  seed: number | null
  /** What the provider says that it cost; null: it does not say. */
  costMicros: number | null
}

export interface Run {
  /** Nobody waits for it any more. */
  signal: AbortSignal
  /** 0 to 1. */
  onProgress(progress: number): void
  /** By this the run can be taken up again; it is kept before the run goes on. */
  onTicket(ticket: string): Promise<void>
}

export interface ProviderModel extends StudioModel {
  /** The longest side of a picture that it takes as an example. */
  referenceMaxSide: number
}

/** Makes pictures of words. Every failure is a `GenerationError`. */
export interface Generator {
  /** The part of a model's name before the slash. */
  name: string
  models: ProviderModel[]
  /** The most that this can cost, in millionths; 0 where nobody knows. */
  priceMicros(request: PricedRequest): number
  generate(request: PictureRequest, run: Run): Promise<MadePicture>
  /** Goes on with a run that another isolate began. Missing where its end is lost with the caller. */
  resume?(ticket: string, model: string, run: Run): Promise<MadePicture>
}

/** Says prompts in other words. Every failure is a `GenerationError`. */
export interface PromptWriter {
  /** For a person: who writes. */
  label: string
  vary(text: string, count: number, signal: AbortSignal): Promise<string[]>
}

/**
 * | code | what happened |
 * |---|---|
 * | refused | the provider's safety filter does not make it |
 * | rate-limited | too much was asked at once |
 * | out-of-credit | the operator's account at the provider is empty |
 * | unavailable | it is down, not reached, or does not take the key |
 * | malformed | its answer makes no sense |
 * | too-slow | it did not answer within its time |
 * | cut | the connection broke |
 * | bad-prompt | it says that this cannot be made |
 * | cancelled | nobody waited any more |
 */
export type GenerationFailure =
  | 'refused'
  | 'rate-limited'
  | 'out-of-credit'
  | 'unavailable'
  | 'malformed'
  | 'too-slow'
  | 'cut'
  | 'bad-prompt'
  | 'cancelled'

/** `message` is a sentence for a person, without any secret. */
export class GenerationError extends Error {
  readonly code: GenerationFailure
  /** Whether the provider may send a bill for it: then it is counted as spent. */
  readonly mayBeBilled: boolean
  readonly retryAfterSeconds: number | null

  constructor(
    code: GenerationFailure,
    message: string,
    options: { mayBeBilled?: boolean; retryAfterSeconds?: number | null; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause })
    this.name = 'GenerationError'
    this.code = code
    this.mayBeBilled = options.mayBeBilled ?? false
    this.retryAfterSeconds = options.retryAfterSeconds ?? null
  }
}
