import {
  generationListSchema,
  generationViewSchema,
  promptVariationsSchema,
  studioBudgetSchema,
  studioProvidersSchema,
} from '#contracts/generations'
import { bytes, json, type Operations } from '../operation.ts'

const generation = json(generationViewSchema)

/** Pictures that words make. */
export const studioOperations: Operations = {
  'POST /api/canvases/:canvasId/generations': {
    ...{ id: 'makeGeneration', says: 'Asks for a picture; the answer comes before the picture.' },
    answers: [json(generationViewSchema, 202)],
    refuses: ['gone', 'conflict', 'unknown_model', 'capability_missing', 'try_again'],
  },
  'GET /api/canvases/:canvasId/generations': {
    ...{ id: 'listGenerations', says: 'What was asked for on a canvas or for a tile of it.' },
    answers: [json(generationListSchema)],
  },
  'GET /api/generations': {
    ...{ id: 'findGenerations', says: 'Pictures by their ids, at most a hundred.' },
    answers: [json(generationListSchema)],
  },
  'GET /api/generations/:generationId': {
    ...{ id: 'readGeneration', says: 'One picture and all that it was made of.' },
    ...{ answers: [generation], refuses: ['gone'] },
  },
  'DELETE /api/generations/:generationId': {
    ...{ id: 'cancelGeneration', says: 'Ends a run that nobody waits for any more.' },
    answers: [generation],
  },
  'POST /api/generations/:generationId/replay': {
    ...{ id: 'replayGeneration', says: 'Makes the same picture again from its record.' },
    answers: [json(generationViewSchema, 202)],
    refuses: ['gone', 'conflict', 'capability_missing', 'try_again'],
  },
  'POST /api/generations/:generationId/keep': {
    ...{ id: 'keepGeneration', says: 'Makes a file of a picture; again, the same file.' },
    answers: [generation],
    refuses: ['gone', 'conflict', 'quota_exceeded', 'undecodable', 'try_again'],
  },
  'PUT /api/generations/:generationId/favorite': {
    ...{ id: 'addStudioFavorite', says: 'Marks a picture as one’s own favourite.' },
    answers: [generation],
  },
  'DELETE /api/generations/:generationId/favorite': {
    ...{ id: 'dropStudioFavorite', says: 'Takes the mark away.' },
    answers: [generation],
  },
  'GET /api/studio/favorites': {
    ...{ id: 'listStudioFavorites', says: 'One’s own favourites, the latest marked first.' },
    answers: [json(generationListSchema)],
  },
  'GET /api/studio/providers': {
    ...{ id: 'listStudioModels', says: 'Which models make pictures here, and what each can.' },
    answers: [json(studioProvidersSchema)],
  },
  'GET /api/studio/budget': {
    ...{ id: 'readStudioBudget', says: 'What pictures cost today, and may still cost.' },
    answers: [json(studioBudgetSchema)],
  },
  'POST /api/studio/variations': {
    ...{ id: 'varyPrompt', says: 'A prompt in other words.' },
    answers: [json(promptVariationsSchema)],
    refuses: ['capability_missing', 'too_many_requests', 'try_again'],
  },
  'GET /m/g/*': {
    ...{ id: 'showGeneration', says: 'A picture that was made here, signed.' },
    ...{ answers: [bytes('image/*')], refuses: ['bad_signature'] },
  },
}
