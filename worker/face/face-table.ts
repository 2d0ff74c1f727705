import type { ExampleId, SubjectId } from '#contracts/ids'
import { takeBest } from '../vectors/take-best.ts'

/** One example of a subject, as near as it came to what was asked. */
export interface FaceHit {
  subjectId: SubjectId
  exampleId: ExampleId
  /** Of descriptors of length 1: −1 to 1. */
  product: number
}

/**
 * Descriptors of one embedder in memory, compared one by one. They stay 32-bit numbers: between two
 * pictures of one person lie a few hundredths, which a byte a dimension would blur. 100,000 of 128
 * dimensions take 51 MB.
 */
export class FaceTable {
  readonly #dimensions: number
  #rows: Float32Array
  #count = 0
  /** By row: which example, and the number of its subject. */
  readonly #examples: ExampleId[] = []
  #subjectOfRow: Int32Array
  readonly #subjects: SubjectId[] = []
  readonly #numbers = new Map<SubjectId, number>()

  constructor(dimensions: number) {
    this.#dimensions = dimensions
    this.#rows = new Float32Array(dimensions * 64)
    this.#subjectOfRow = new Int32Array(64)
  }

  get count(): number {
    return this.#count
  }

  /** How many examples there are of a subject. */
  countOf(subjectId: SubjectId): number {
    const number = this.#numbers.get(subjectId)
    const rows = this.#subjectOfRow.subarray(0, this.#count)
    return number === undefined ? 0 : rows.filter((each) => each === number).length
  }

  /** Descriptors of other dimensions are left out. */
  add(subjectId: SubjectId, exampleId: ExampleId, descriptor: Float32Array): void {
    if (descriptor.length !== this.#dimensions) return
    const row = this.#count++
    if (row >= this.#subjectOfRow.length) this.#widen()
    this.#rows.set(descriptor, row * this.#dimensions)
    this.#examples[row] = exampleId
    let number = this.#numbers.get(subjectId)
    if (number === undefined) {
      number = this.#subjects.push(subjectId) - 1
      this.#numbers.set(subjectId, number)
    }
    this.#subjectOfRow[row] = number
  }

  /** The subjects with the most similar example, each once, the most similar first. */
  nearest(descriptor: Float32Array, count: number): FaceHit[] {
    if (descriptor.length !== this.#dimensions) return []
    const best = new Float32Array(this.#subjects.length).fill(Number.NEGATIVE_INFINITY)
    const rowOf = new Int32Array(this.#subjects.length)
    for (let row = 0; row < this.#count; row++) {
      const product = this.#product(descriptor, row)
      const number = this.#subjectOfRow[row] ?? 0
      if (product > (best[number] ?? 0)) {
        best[number] = product
        rowOf[number] = row
      }
    }
    return takeBest(best, count, null).flatMap((number) => {
      const subjectId = this.#subjects[number]
      const exampleId = this.#examples[rowOf[number] ?? 0]
      if (subjectId === undefined || exampleId === undefined) return []
      return [{ subjectId, exampleId, product: best[number] ?? 0 }]
    })
  }

  #product(descriptor: Float32Array, row: number): number {
    const [rows, start] = [this.#rows, row * this.#dimensions]
    let sum = 0
    for (let index = 0; index < this.#dimensions; index++) {
      sum += (descriptor[index] ?? 0) * (rows[start + index] ?? 0)
    }
    return sum
  }

  #widen(): void {
    const length = Math.ceil(this.#subjectOfRow.length * 1.5)
    const rows = new Float32Array(length * this.#dimensions)
    rows.set(this.#rows)
    this.#rows = rows
    const subjects = new Int32Array(length)
    subjects.set(this.#subjectOfRow)
    this.#subjectOfRow = subjects
  }
}
