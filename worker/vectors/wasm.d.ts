/** A WebAssembly module, compiled when the Worker is built: at run time nothing may be. */
declare module '*.wasm' {
  const module: WebAssembly.Module
  export default module
}
