import { z } from 'zod'
import { sha256Schema } from './ids.ts'

/** Largest picture any engine may decode: 100 megapixels, 12,000 pixels a side ([security.md] A49). */
export const maxPixels = 100_000_000
export const maxSidePx = 12_000

/*
 * One step of a recipe, in canonical form: numbers are final, and a key stands only when it says
 * something else than its default, so that one picture has one spelling. Every step works on the
 * picture as the one before it left it; the first gets it upright, in sRGB.
 *
 * | op | what it makes |
 * |---|---|
 * | resize | the picture in a box of pixels; see `fit` |
 * | scale | both sides times `percent` / 100, rounded, at least 1 |
 * | crop | at most `width` × `height` of it, at `gravity` |
 * | extract | the box, cut where it leaves the picture; a box wholly outside is `undecodable` |
 * | aspect | the largest part of it with the sides `width`:`height`, at `gravity` |
 * | rotate | turned clockwise; any but right angles grow it to hold all corners, filled by `background` |
 * | flip | mirrored; `horizontal` swaps left and right |
 * | grayscale, sepia, negate | without parameters; negate leaves transparency as it is |
 * | blur, sharpen | Gaussian `sigma` in pixels |
 * | brightness | each channel times `percent` / 100 |
 * | contrast | each channel moved away from middle grey by `percent` / 100 |
 * | saturation | colourfulness times `percent` / 100, lightness kept; 0 is grey |
 * | warmth | red times 1 + `percent` / 400, blue times 1 − `percent` / 400: below 0 is cooler |
 * | hue | turned by `degrees` on the colour wheel |
 * | gamma | each channel (0–1) to the power of 1 / `gamma`: over 1 is lighter |
 * | tint | the lightness of the picture in the hue and saturation of `colour` |
 * | pixelate | squares of `size` pixels, each of its mean colour, from the upper left |
 * | watermark-text, watermark-image | something drawn over it |
 */

const sidePx = z.int().min(1).max(maxSidePx)
const percent = z.number().multipleOf(0.01)
const offsetPx = z.int().min(-maxSidePx).max(maxSidePx)

/** Present only where it is true. */
const flag = z.literal(true).optional()

/** `#rrggbb`, or `#rrggbbaa` when it is not opaque; lower case. */
export const colourSchema = z.string().regex(/^#[0-9a-f]{6}(?:[0-9a-f]{2})?$/)

export const compassPoints = [
  'centre',
  'north',
  'northeast',
  'east',
  'southeast',
  'south',
  'southwest',
  'west',
  'northwest',
] as const
export const compassSchema = z.enum(compassPoints)
export type Compass = z.infer<typeof compassSchema>

/**
 * Which part of a picture stays: a side or corner, where the eye goes (`attention`), where most
 * detail is (`entropy`), or around all faces (`face`; without any, as `attention`).
 */
export const gravities = [...compassPoints, 'attention', 'entropy', 'face'] as const
export const gravitySchema = z.enum(gravities)
export type Gravity = z.infer<typeof gravitySchema>

/** Absent: `centre`. */
const gravity = gravitySchema.exclude(['centre']).optional()

/**
 * How a picture gets into a box of `width` × `height` (one null: by the aspect, `fit` is `inside`).
 *
 * | fit | result |
 * |---|---|
 * | inside | whole picture, at most the box |
 * | outside | whole picture, at least the box |
 * | cover | exactly the box, filled; what hangs over is cut at `gravity` |
 * | contain | exactly the box; the whole picture in its centre, the rest `background` |
 * | fill | exactly the box; the aspect is given up |
 *
 * Without `enlarge` no pixel is made larger: `cover` then shrinks its box (aspect kept) until the
 * picture fills it, `contain` leaves more room around, `fill` takes the smaller of box and picture
 * for each side.
 */
export const fits = ['inside', 'outside', 'cover', 'contain', 'fill'] as const
export const fitSchema = z.enum(fits)
export type Fit = z.infer<typeof fitSchema>

export const resizeStepSchema = z.strictObject({
  op: z.literal('resize'),
  width: sidePx.nullable(),
  height: sidePx.nullable(),
  fit: fitSchema,
  enlarge: flag,
  /** Of `cover` only. */
  gravity,
  /** Of `contain` only; absent: transparent, and white in a JPEG. */
  background: colourSchema.optional(),
})
export type ResizeStep = z.infer<typeof resizeStepSchema>

/** Where a watermark lies: at the compass point, `x` and `y` pixels from those edges inwards (from the
 * centre: to the right and down). `tiled`: all over, that far apart, and the compass point means nothing. */
const placed = {
  at: compassSchema,
  x: offsetPx,
  y: offsetPx,
  tiled: flag,
  /** Clockwise, in degrees; the watermark turns, not the picture. Absent: upright. */
  rotate: z.number().gt(0).lt(360).multipleOf(0.01).optional(),
  /** Percent; absent: 100. */
  opacity: z.int().min(1).max(99).optional(),
}

export const maxWatermarkText = 200
export const watermarkFonts = ['sans', 'serif', 'mono'] as const
export const minTextPx = 6
export const maxTextPx = 1_000

export const textWatermarkSchema = z.strictObject({
  op: z.literal('watermark-text'),
  text: z.string().min(1).max(maxWatermarkText),
  font: z.enum(watermarkFonts),
  /** Height of a line in pixels; absent: a twentieth of the picture's shorter side, at least 12. */
  size: z.int().min(minTextPx).max(maxTextPx).optional(),
  colour: colourSchema,
  ...placed,
})
export type TextWatermark = z.infer<typeof textWatermarkSchema>

export const imageWatermarkSchema = z.strictObject({
  op: z.literal('watermark-image'),
  /** Hash of the picture to draw, first frame, upright: `ImageEngine.run` gets it in `overlays`. */
  image: sha256Schema,
  /** Its width in percent of the picture's; it is shrunk further where it would hang over. */
  scale: percent.min(1).max(100),
  ...placed,
})
export type ImageWatermark = z.infer<typeof imageWatermarkSchema>

export const stepSchema = z.discriminatedUnion('op', [
  resizeStepSchema,
  z.strictObject({ op: z.literal('scale'), percent: percent.min(1).max(1_000) }),
  z.strictObject({ op: z.literal('crop'), width: sidePx, height: sidePx, gravity }),
  z.strictObject({
    op: z.literal('extract'),
    left: z.int().min(0).max(maxSidePx),
    top: z.int().min(0).max(maxSidePx),
    width: sidePx,
    height: sidePx,
  }),
  z.strictObject({
    op: z.literal('aspect'),
    /** Without a common divisor. */
    width: z.int().min(1).max(100),
    height: z.int().min(1).max(100),
    gravity,
  }),
  z.strictObject({
    op: z.literal('rotate'),
    degrees: z.number().gt(0).lt(360).multipleOf(0.01),
    /** Never of right angles; absent: transparent, and white in a JPEG. */
    background: colourSchema.optional(),
  }),
  z.strictObject({ op: z.literal('flip'), axis: z.enum(['horizontal', 'vertical']) }),
  z.strictObject({ op: z.literal('grayscale') }),
  z.strictObject({ op: z.literal('sepia') }),
  z.strictObject({ op: z.literal('negate') }),
  z.strictObject({ op: z.literal('blur'), sigma: percent.min(0.3).max(100) }),
  z.strictObject({ op: z.literal('sharpen'), sigma: percent.min(0.3).max(10) }),
  z.strictObject({ op: z.literal('brightness'), percent: percent.min(0).max(400) }),
  z.strictObject({ op: z.literal('contrast'), percent: percent.min(0).max(400) }),
  z.strictObject({ op: z.literal('saturation'), percent: percent.min(0).max(400) }),
  z.strictObject({
    op: z.literal('warmth'),
    percent: percent
      .min(-100)
      .max(100)
      .refine((value) => value !== 0, 'no warmth is no step'),
  }),
  z.strictObject({ op: z.literal('hue'), degrees: z.number().gt(0).lt(360).multipleOf(0.01) }),
  z.strictObject({ op: z.literal('gamma'), gamma: percent.min(0.34).max(3) }),
  z.strictObject({ op: z.literal('tint'), colour: colourSchema }),
  z.strictObject({ op: z.literal('pixelate'), size: z.int().min(2).max(500) }),
  textWatermarkSchema,
  imageWatermarkSchema,
])
export type Step = z.infer<typeof stepSchema>
export type StepOp = Step['op']
