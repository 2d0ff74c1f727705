import { expect, it } from 'vitest'
import { meansOther, tagsMeaning } from './relations.ts'

it.each([
  ['animal', ['dog', 'cat', 'horse', 'elephant', 'bird', 'puppy', 'goldfish']],
  ['animals', ['dog', 'cow']],
  ['vehicle', ['car', 'bus', 'truck', 'bicycle', 'motorcycle', 'boat', 'airplane', 'train']],
  ['automobile', ['car', 'auto', 'taxi']],
  ['pet', ['dog', 'cat']],
  ['furniture', ['chair', 'couch', 'sofa', 'bed', 'dining table', 'bench']],
  ['fruit', ['banana', 'apple', 'orange', 'strawberry']],
  ['food', ['pizza', 'cake', 'hot dog', 'sandwich', 'carrot', 'donut', 'broccoli']],
  ['people', ['person', 'man', 'woman', 'child']],
  ['kids', ['child', 'baby', 'boy', 'girl']],
  ['aircraft', ['airplane', 'helicopter']],
  ['flower', ['rose', 'tulip', 'sunflower']],
  ['sport', ['tennis', 'skiing', 'soccer']],
  ['building', ['church', 'skyscraper', 'lighthouse', 'castle']],
  ['electronics', ['laptop', 'tv', 'mouse', 'keyboard', 'cell phone']],
  ['sofa', ['couch']],
  ['cutlery', ['fork', 'spoon', 'knife']],
  ['toy', ['teddy bear', 'kite']],
  ['clothes', ['tie', 'jacket', 'hat']],
  ['musical instrument', ['guitar', 'piano']],
  ['appliance', ['oven', 'toaster', 'refrigerator', 'microwave']],
  ['landscape', ['mountain', 'lake', 'beach']],
  ['document', ['receipt', 'invoice', 'letter', 'passport', 'business card']],
  ['bag', ['handbag', 'backpack', 'suitcase']],
])('%s is another name for %j, or what they are kinds of', (word, tags) => {
  expect([...tagsMeaning(word)]).toEqual(expect.arrayContaining(tags))
})

it.each([
  ['animal', ['person', 'man', 'mouse', 'hot dog', 'teddy bear', 'turkey dinner']],
  ['vehicle', ['skateboard', 'traffic light', 'bottle', 'person']],
  ['dog', ['hot dog', 'cat', 'person']],
  ['container', ['car', 'bus']],
  ['bird', ['airplane', 'kite']],
  ['plant', ['broccoli soup', 'cake']],
  ['fruit', ['laptop']],
])('%s is none for %j', (word, tags) => {
  const meant = tagsMeaning(word)
  expect(tags.filter((tag) => meant.has(tag))).toEqual([])
})

it.each(['thing', 'object', 'entity', 'artifact', 'whole', 'qwzrtp', 'location', 'unit'])(
  '%s, which is too general or no word, is for nothing',
  (word) => {
    expect(tagsMeaning(word).size).toBe(0)
  },
)

it('a tag in which a word stands may mean something else', () => {
  expect(meansOther('hot dog', 'dog')).toBe(true)
  expect(meansOther('teddy bear', 'bear')).toBe(true)
  expect(meansOther('police dog', 'dog')).toBe(false)
  expect(meansOther('tennis racket', 'racket')).toBe(false)
  expect(meansOther('norway 2024', 'norway')).toBe(false)
})
