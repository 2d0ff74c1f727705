import { openAsBlob } from 'node:fs'
import { sha256Schema } from '#contracts/ids'
import { recipeSchema } from '#contracts/recipe'
import { makeSharpEngine } from '../images/sharp-engine.ts'

/* Makes one picture of 800 px from the file named, and says what memory that took at most, in MB. */
const [path = ''] = process.argv.slice(2)
const recipe = recipeSchema.parse({
  steps: [{ op: 'resize', width: 800, height: 800, fit: 'inside' }],
  output: { format: 'webp', quality: 80 },
})
const file = await openAsBlob(path)
const made = await makeSharpEngine().run(recipe, {
  sha256: sha256Schema.parse('0'.repeat(64)),
  sizeBytes: file.size,
  open: async () => file.stream(),
})
await new Response(made.body).bytes()
process.stdout.write(String(Math.round(process.resourceUsage().maxRSS / 1_024)))
