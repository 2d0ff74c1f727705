/** A file as text, taken along when tests are built. */
declare module '*?raw' {
  const text: string
  export default text
}
