// What wrangler makes of an imported .wasm file. For the type checker only.
declare module '*.wasm' {
  const module: WebAssembly.Module;
  export default module;
}
