// Miniflare brings workerd along, a CommonJS module without types.
declare module 'workerd' {
  const exports: {
    /** Where the program lies. */
    default: string;
    version: string;
  };
  export default exports;
}
