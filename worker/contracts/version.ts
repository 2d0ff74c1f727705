/** As package.json has it, for the Worker and the home node; a test compares them. */
export const appVersion = '0.1.0'
