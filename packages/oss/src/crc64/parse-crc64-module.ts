/** What the module of `crc64.wat` exports. */
export interface Crc64Module {
  readonly memory: { readonly buffer: ArrayBuffer };
  /** Advances the raw register over bytes of the memory, which it overwrites. */
  readonly update: (register: bigint, offset: number, length: number) => bigint;
}

/** The part of the WebAssembly API that is used; Node's types do not declare it. */
interface WebAssemblyApi {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
}

/** Compiles and instantiates the module, synchronously: it is below a kilobyte. */
export function parseCrc64Module(base64: string): Crc64Module {
  const { Module, Instance } = Reflect.get(globalThis, "WebAssembly") as WebAssemblyApi;
  return new Instance(new Module(Buffer.from(base64, "base64"))).exports as Crc64Module;
}
