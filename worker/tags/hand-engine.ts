/** The engine of tags by hand; whatever others find anew, these stay. */
export const handEngine = 'hand'
