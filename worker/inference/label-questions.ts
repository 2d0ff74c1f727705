import { z } from 'zod'
import type { FileTag } from '#contracts/file-tags'
import type { LabelsWanted } from '#contracts/inference'
import { type Label, labelGroups } from '#contracts/labels'
import { likelyLabels, questionThreshold } from '../tags/score-labels.ts'

/** What clef-flash takes: 64 questions, 255 options each, of which one is that nothing fits. */
const questionsAtMost = 64
const optionsAtMost = 255
const noneOfThese = 'none'

type Question =
  | { type: 'choice'; instructions: string; criteria: Record<string, string> }
  | { type: 'noul'; instructions: string; criteria: { true: string; false: string } }

/** Labels of a group that compete with each other and with nothing at all. */
function choicesOf({ labels }: LabelsWanted): { id: string; options: Label[] }[] {
  return labelGroups.flatMap((group) => {
    const some = labels.filter((label) => label.group === group)
    const size = optionsAtMost - 1
    return Array.from({ length: Math.ceil(some.length / size) }, (_, index) => ({
      id: `${group}.${index}`,
      options: some.slice(index * size, (index + 1) * size),
    }))
  })
}

/**
 * One question a group of labels and one for each that is answered by yes or no: more than 64 are cut.
 * Names of labels are what people wrote, so they stand in the descriptions and numbers name them.
 */
export function toQuestions(wanted: LabelsWanted): Record<string, Question> {
  const choices = choicesOf(wanted).map(({ id, options }): [string, Question] => {
    const named = options.map(({ name }, index) => [`o${index}`, name] as const)
    const criteria = { ...Object.fromEntries(named), [noneOfThese]: 'none of these' }
    return [id, { type: 'choice', instructions: 'What does the picture show most?', criteria }]
  })
  const questions = wanted.questions.map(({ yes, no }, index): [string, Question] => {
    const criteria = { true: yes, false: no ?? 'any other picture' }
    return [`q${index}`, { type: 'noul', instructions: 'Does the picture show this?', criteria }]
  })
  return Object.fromEntries([...choices, ...questions].slice(0, questionsAtMost))
}

const choiceAnswerSchema = z.object({
  type: z.literal('choice'),
  probabilities: z.record(z.string(), z.number().min(0).max(1)),
})
const yesNoAnswerSchema = z.object({ type: z.literal('noul'), noul: z.number().min(0).max(1) })

/** The tags that these answers amount to; null where a question was not answered as it was asked. */
export function tagsOfAnswers(
  wanted: LabelsWanted,
  answers: Record<string, unknown>,
  engine: string,
): FileTag[] | null {
  const asked = toQuestions(wanted)
  const found: { name: string; probability: number }[] = []
  for (const { id, options } of choicesOf(wanted)) {
    if (!(id in asked)) continue
    const answer = choiceAnswerSchema.safeParse(answers[id])
    if (!answer.success) return null
    const { probabilities } = answer.data
    found.push(
      ...likelyLabels(
        options.map(({ name }, index) => ({ name, probability: probabilities[`o${index}`] ?? 0 })),
      ),
    )
  }
  for (const [index, { name }] of wanted.questions.entries()) {
    if (!(`q${index}` in asked)) continue
    const answer = yesNoAnswerSchema.safeParse(answers[`q${index}`])
    if (!answer.success) return null
    const { noul } = answer.data
    if (noul >= questionThreshold) found.push({ name, probability: noul })
  }
  return found
    .map(({ name, probability }) => ({ label: name, probability: rounded(probability), engine }))
    .toSorted((a, b) => b.probability - a.probability)
}

const rounded = (probability: number) => Math.round(probability * 1_000) / 1_000
