// What wrangler makes of imported files that are no JavaScript (wrangler.toml, "rules"). For the type
// checker only.
declare module '*.wasm' {
  const module: WebAssembly.Module;
  export default module;
}
declare module '*.html' {
  const bytes: ArrayBuffer;
  export default bytes;
}
declare module '*.json' {
  const bytes: ArrayBuffer;
  export default bytes;
}
declare module '*.rss' {
  const bytes: ArrayBuffer;
  export default bytes;
}
declare module '*.svg' {
  const bytes: ArrayBuffer;
  export default bytes;
}
declare module '*.txt' {
  const bytes: ArrayBuffer;
  export default bytes;
}
