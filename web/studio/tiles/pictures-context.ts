import { createContext } from 'preact'
import type { GenerationView } from '#contracts/generations'
import type { GenerationId } from '#contracts/ids'
import type { Answers } from './asked-in-bunches.ts'

/** Where the tiles of the open canvas get the pictures that were made for it. */
export const PicturesContext = createContext<Answers<GenerationId, GenerationView> | null>(null)
