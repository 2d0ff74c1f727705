import type { Label, LabelGroup, LabelQuestion } from '#contracts/labels'

/** What a model is asked for: the mean of these texts stands for a label. */
const templates: Record<LabelGroup, string[]> = {
  objects: ['a photo of {}.', 'a close-up photo of {}.'],
  scenes: ['a photo of {}.', 'a photo taken at {}.'],
  events: ['a photo of {}.', 'people at {}.'],
  documents: ['a photo of {}.', 'a scan of {}.'],
}

/** Any picture, whatever is in it: what a label has to beat. */
export const neutralTexts = [
  'a photo.',
  'a picture of something.',
  'a snapshot of nothing special.',
]

export function textsOfLabel({ name, group }: Label): string[] {
  return templates[group].map((template) => template.replace('{}', withArticle(name)))
}

export function textsOfQuestion({ yes, no }: LabelQuestion): { yes: string[]; no: string[] } {
  return { yes: [yes], no: no === null ? neutralTexts : [no] }
}

/** Models were trained on captions of people, who say `a dog` and `mountains`. */
function withArticle(name: string): string {
  if (/[^su]s$/.test(name)) return name
  return `${/^[aeiou]/.test(name) ? 'an' : 'a'} ${name}`
}
