import type { Prompt } from '#contracts/prompt'

/** What an algorithm made that was trained on pictures (IPTC's vocabulary of digital source types). */
const sourceType = 'http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia'

export interface Provenance {
  prompt: Prompt
  /** When it was asked for, ISO 8601. */
  createdAt: string
  generationId: string
}

/**
 * The XMP packet of a generated picture: a statement that it is one (IPTC Photo Metadata 2023.1,
 * Iptc4xmpExt:DigitalSourceType), its words as description, and all that it was made of. The same
 * record makes the same packet, so that it is kept as one file however often it is kept.
 */
export function xmpOf({ prompt, createdAt, generationId }: Provenance): string {
  const fields = {
    'cv:generation': generationId,
    'cv:prompt': prompt.text,
    'cv:negativePrompt': prompt.negative,
    'cv:model': prompt.model,
    'cv:seed': prompt.seed,
    'cv:size': `${prompt.width}x${prompt.height}`,
    'cv:steps': prompt.steps,
    'cv:strength': prompt.strength,
  }
  const written = Object.entries(fields).flatMap(([name, value]) =>
    value === null ? [] : [`<${name}>${escaped(String(value))}</${name}>`],
  )
  const parents = prompt.references.map((each) => {
    return `<rdf:li>${each.kind === 'file' ? each.file : each.generation}</rdf:li>`
  })
  return [
    '<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>',
    '<x:xmpmeta xmlns:x="adobe:ns:meta/">',
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
    '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"',
    ' xmlns:xmp="http://ns.adobe.com/xap/1.0/"',
    ' xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"',
    ' xmlns:cv="https://cloudvault.invalid/ns/generation/1.0/">',
    `<Iptc4xmpExt:DigitalSourceType>${sourceType}</Iptc4xmpExt:DigitalSourceType>`,
    `<xmp:CreateDate>${createdAt}</xmp:CreateDate>`,
    `<xmp:CreatorTool>${escaped(prompt.model ?? 'CloudVault')}</xmp:CreatorTool>`,
    `<dc:description><rdf:Alt><rdf:li xml:lang="x-default">${escaped(prompt.text)}</rdf:li></rdf:Alt></dc:description>`,
    ...written,
    parents.length > 0 ? `<cv:parents><rdf:Bag>${parents.join('')}</rdf:Bag></cv:parents>` : '',
    '</rdf:Description></rdf:RDF></x:xmpmeta>',
    '<?xpacket end="r"?>',
  ].join('')
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

/** As XML text; control characters, which XML has no way to write, are left out. */
function escaped(text: string): string {
  return text
    .replace(/[&<>]/g, (character) => entities[character] ?? '')
    .replace(/\p{Cc}/gu, (character) => (/[\t\n\r]/.test(character) ? character : ''))
}
