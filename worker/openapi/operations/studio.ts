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
