import {
  facesPageSchema,
  peoplePageSchema,
  peopleReviewSchema,
  personViewSchema,
} from '#contracts/people'
import { done, json, type Operations } from '../operation.ts'

export const peopleOperations: Operations = {
  'GET /api/spaces/:spaceId/people': {
    ...{ id: 'listPeople', says: 'The people in the pictures of a space, most faces first.' },
    answers: [json(peoplePageSchema)],
  },
  'GET /api/spaces/:spaceId/people/review': {
    ...{ id: 'listPeopleToReview', says: 'Pairs who may be the same person.' },
    answers: [json(peopleReviewSchema)],
  },
  'PUT /api/spaces/:spaceId/people/review': {
    ...{ id: 'reviewPeople', says: 'Says whether two are the same person.' },
    answers: [done],
    refuses: ['not_found', 'conflict'],
  },
  'PATCH /api/spaces/:spaceId/people/:personId': {
    ...{ id: 'changePerson', says: 'Names, hides or marks a person, or chooses their face.' },
    answers: [json(personViewSchema)],
    refuses: ['not_found'],
  },
  'GET /api/spaces/:spaceId/people/:personId/faces': {
    ...{ id: 'readPerson', says: 'A person and their pictures, the latest first.' },
    answers: [json(facesPageSchema)],
    refuses: ['not_found'],
  },
  'POST /api/spaces/:spaceId/people/:personId/merge': {
    ...{ id: 'mergePeople', says: 'Makes others part of a person.' },
    answers: [json(personViewSchema)],
    refuses: ['not_found', 'conflict'],
  },
  'POST /api/spaces/:spaceId/people/:personId/split': {
    ...{ id: 'splitPerson', says: 'Makes faces of a person somebody else.' },
    answers: [json(personViewSchema, 201)],
    refuses: ['not_found', 'conflict'],
  },
}
