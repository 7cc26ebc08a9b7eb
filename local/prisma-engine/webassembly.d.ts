/**
 * The little of WebAssembly's interface that loading the migration engine needs. TypeScript describes the whole of
 * it in its DOM library only, which would let browser globals pass unnoticed everywhere.
 */
declare namespace WebAssembly {
  /** The exports are those of every module built by wasm-bindgen, as far as they are called by hand. */
  function instantiate(
    bytes: Uint8Array,
    imports: Record<string, object>,
  ): Promise<{ instance: { exports: { __wbindgen_start(): void } } }>;
}
