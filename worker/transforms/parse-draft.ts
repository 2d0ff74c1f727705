import { maxSteps, maxWatermarks } from '#contracts/recipe'
import { AppError } from '../errors.ts'
import type { Draft, DraftOutput, DraftStep, Entry } from './draft.ts'
import { type OutputName, outputNames, parseOutput } from './output-parameters.ts'
import { parseNumber } from './parse-values.ts'
import { timesDensity } from './pixel-density.ts'
import { type ModifierName, toModifier } from './step-modifiers.ts'
import { type StepName, stepNames, stepParameters, toStepName } from './step-parameters.ts'
import { tidySteps } from './tidy-steps.ts'

interface Stage {
  name: StepName
  value: string
  modifiers: Map<ModifierName, string>
}

/**
 * The grammar: parameters are steps in the order in which they stand, and may repeat. A modifier
 * (`fit`, `gravity`, `opacity`, …) belongs to the nearest step before it that takes it, or else to
 * the first one after it. Parameters of the encoding and `dpr` stand once, anywhere. Throws
 * `validation_failed` with a sentence that names the parameter.
 */
export function parseDraft(entries: readonly Entry[]): Draft {
  const stages: Stage[] = []
  const early = new Map<ModifierName, string>()
  const outputs = new Map<OutputName | 'dpr', string>()
  for (const [name, value] of entries) {
    const step = toStepName(name)
    const modifier = toModifier(name)
    if (step !== undefined) stages.push(aStage(step, value, early))
    else if (modifier !== undefined) modify(stages, early, modifier, value)
    else putOnce(outputs, toOutputName(name), value)
  }
  const [unused] = early.keys()
  if (unused !== undefined) throw nothingToModify(unused)
  const steps = tidySteps(stages.flatMap(toSteps))
  refuseTooMany(steps)
  const dpr = outputs.get('dpr')
  return {
    steps: dpr === undefined ? steps : timesDensity(steps, parseDensity(dpr)),
    output: parseOutputs(outputs),
  }
}

function aStage(name: StepName, value: string, early: Map<ModifierName, string>): Stage {
  const takes: readonly ModifierName[] = stepParameters[name].takes
  const modifiers = new Map([...early].filter(([modifier]) => takes.includes(modifier)))
  for (const modifier of modifiers.keys()) early.delete(modifier)
  return { name, value, modifiers }
}

function modify(
  stages: Stage[],
  early: Map<ModifierName, string>,
  modifier: ModifierName,
  value: string,
): void {
  const stage = stages.findLast(({ name }) => takesOf(name).includes(modifier))
  putOnce(stage?.modifiers ?? early, modifier, value)
}

function takesOf(name: StepName): readonly ModifierName[] {
  return stepParameters[name].takes
}

function putOnce<Name extends string>(map: Map<Name, string>, name: Name, value: string): void {
  if (map.has(name)) {
    throw new AppError('validation_failed', `“${name}” stands twice, and may stand once only.`)
  }
  map.set(name, value)
}

function toOutputName(name: string): OutputName | 'dpr' {
  const found = [...outputNames, 'dpr' as const].find((known) => known === name)
  if (found !== undefined) return found
  const shown = name.length > 40 ? `${name.slice(0, 40)}…` : name
  const known = [...stepNames, ...outputNames, 'dpr'].join(', ')
  const detail = `There is no parameter “${shown}”. There are ${known}.`
  throw new AppError('validation_failed', detail)
}

function nothingToModify(modifier: ModifierName): AppError {
  const takers = stepNames.filter((name) => takesOf(name).includes(modifier)).join(' or ')
  const detail = `“${modifier}” belongs to ${takers}, which is not there.`
  return new AppError('validation_failed', detail)
}

function toSteps({ name, value, modifiers }: Stage): DraftStep[] {
  return stepParameters[name].parse(value, modifiers)
}

function parseDensity(value: string): number {
  return parseNumber('dpr', value, { min: 0.5, max: 4, digits: 2, example: 2 })
}

function parseOutputs(outputs: ReadonlyMap<OutputName | 'dpr', string>): DraftOutput {
  const output: DraftOutput = {}
  for (const name of outputNames) {
    const value = outputs.get(name)
    if (value !== undefined) Object.assign(output, parseOutput(name, value))
  }
  return output
}

function refuseTooMany(steps: DraftStep[]): void {
  const watermarks = steps.filter(({ op }) => op.startsWith('watermark')).length
  const detail =
    steps.length > maxSteps
      ? `A picture takes at most ${maxSteps} steps; these are ${steps.length}.`
      : `A picture takes at most ${maxWatermarks} watermarks; these are ${watermarks}.`
  if (steps.length > maxSteps || watermarks > maxWatermarks) {
    throw new AppError('validation_failed', detail)
  }
}
