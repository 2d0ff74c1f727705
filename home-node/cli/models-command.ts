import { setTimeout as sleep } from 'node:timers/promises'
import {
  type ModelAction,
  type ModelId,
  type ModelList,
  type ModelView,
  modelIdSchema,
  modelListSchema,
} from '#contracts/models'
import { usualModelHub } from '../config.ts'
import { DeclareError, declareModel } from '../models/declare-model.ts'
import { knownModels } from '../models/known-models.ts'
import {
  type Command,
  type CommandContext,
  CommandError,
  type CommandOutcome,
  UsageError,
} from './command.ts'
import { findOperator, type Operator } from './operator.ts'
import { formatBytes, oneLine, printTable } from './print-table.ts'
import { asJson, readShape, readWords } from './read-words.ts'

const verbs = ['fetch', 'cancel', 'verify', 'choose'] as const satisfies ModelAction[]
const pollMs = 1_000

export const modelsCommand: Command = {
  name: 'models',
  usage: '[list | fetch [ID] | cancel [ID] | verify [ID] | choose ID | declare ID] [--json]',
  about: [
    'the models by which pictures are found by what they show; fetch gets one and',
    'goes on where it broke off, verify takes the hashes of its files again, choose',
    'takes another one for searching; without an id, the chosen one; declare prints the',
    'model.json of a model that is known by name, with the hashes that the hub tells now',
  ],
  async run(args, context) {
    const { values, positionals } = readWords(args, { json: { type: 'boolean' } })
    const [word = 'list', id, ...more] = positionals
    const verb = verbs.find((each) => each === word)
    const needsId = word === 'choose' || word === 'declare'
    const isKnown =
      verb !== undefined || word === 'declare' || (word === 'list' && id === undefined)
    if (!isKnown || more.length > 0 || (needsId && id === undefined)) {
      throw new UsageError('models takes nothing, or a word of these and the id of a model.')
    }
    const asked = id === undefined ? null : readShape(modelIdSchema, id)
    if (word === 'declare' && asked !== null) return await declared(asked, context)
    const operator = await findOperator(context)
    let list = await listOf(operator)
    if (verb) {
      const chosen = asked ?? list.models.find(({ isChosen }) => isChosen)?.id
      if (chosen === undefined) throw new CommandError('The home node knows no model.')
      const path = `/models/${chosen}/${verb}`
      list = await operator.call('POST', path, modelListSchema)
      const model = await settled(operator, list, chosen, verb)
      return values.json ? asJson(model) : outcomeOf(model, verb)
    }
    return values.json ? asJson(list.models) : printModels(list.models)
  },
}

/** Nothing is written: who keeps what is printed says by it that these are the files they want. */
async function declared(id: ModelId, { env }: CommandContext): Promise<CommandOutcome> {
  const known = knownModels.find((each) => each.id === id)
  if (known === undefined) {
    const names = knownModels.map((each) => each.id).join(', ')
    throw new CommandError(`No such model is known by name; these are: ${names}.`)
  }
  const hub = (env.CLOUDVAULT_MODEL_HUB ?? usualModelHub).replace(/\/+$/, '')
  try {
    const declaration = await declareModel(hub, known)
    return { text: `${JSON.stringify(declaration, null, 2)}\n`, exitCode: 0 }
  } catch (error) {
    if (error instanceof DeclareError) throw new CommandError(error.message)
    throw error
  }
}

const listOf = (operator: Operator) => operator.call('GET', '/models', modelListSchema)

/** Waits while the home node fetches or checks, and says how far it is. */
async function settled(
  operator: Operator,
  list: ModelList,
  id: ModelId,
  verb: ModelAction,
): Promise<ModelView> {
  const find = ({ models }: ModelList) => {
    const model = models.find((each) => each.id === id)
    if (!model) throw new CommandError('The home node does not know this model any more.')
    return model
  }
  let model = find(list)
  const out = process.stderr
  while (verb !== 'choose' && model.isBusy) {
    if (out.isTTY) out.write(`\r${progressOf(model)}\u001b[K`)
    await sleep(pollMs)
    model = find(await listOf(operator))
  }
  if (out.isTTY) out.write('\r\u001b[K')
  return model
}

function progressOf({ state, note, receivedBytes, sizeBytes }: ModelView): string {
  const share = Math.min(receivedBytes / sizeBytes, 1)
  const bar = '#'.repeat(Math.floor(share * 24)).padEnd(24, '.')
  if (state === 'ready') return 'Checking its files.'
  return note ?? `${bar} ${formatBytes(receivedBytes)} of ${formatBytes(sizeBytes)}`
}

function outcomeOf({ name, state, note, isChosen }: ModelView, verb: ModelAction): CommandOutcome {
  const what = oneLine(name, 60)
  if (state === 'failed' || state === 'broken') {
    return { text: `${what}: ${note ?? 'it cannot be used.'}\n`, exitCode: 1 }
  }
  if (verb === 'cancel') return { text: `${what} is not being fetched.\n`, exitCode: 0 }
  if (state !== 'ready') return { text: `${what} is not there.\n`, exitCode: 1 }
  const use = isChosen ? ' Search uses it.' : ' Search uses another one.'
  return { text: `${what} is there, and its files are as published.${use}\n`, exitCode: 0 }
}

function printModels(models: ModelView[]): string {
  const rows = models.map((model) => [
    model.isChosen ? `${model.id} *` : model.id,
    oneLine(model.name, 30),
    model.state,
    sizeOf(model),
    oneLine(model.note ?? model.about, 60),
  ])
  const lines = printTable([['Id', 'Name', 'State', 'Size', ''], ...rows], [3])
  return `${lines.join('\n')}\n\n* is the one that search uses.\n`
}

function sizeOf({ state, receivedBytes, sizeBytes }: ModelView): string {
  const all = formatBytes(sizeBytes)
  return state === 'ready' ? all : `${formatBytes(receivedBytes)} of ${all}`
}
