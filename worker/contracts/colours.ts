/** The eleven basic colour terms: what the home node tags pictures with and the page has swatches for. */
export const colourNames = [
  'black',
  'white',
  'grey',
  'red',
  'orange',
  'yellow',
  'green',
  'blue',
  'purple',
  'pink',
  'brown',
] as const
export type ColourName = (typeof colourNames)[number]

/** The engine that names them. A new version of an engine has a higher number at its end. */
export const coloursEngine = 'colours-1'
