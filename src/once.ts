/** Builds a thing at its first use, and keeps it. */
export function once<Thing>(build: () => Thing): () => Thing {
  let built: { thing: Thing } | undefined
  return () => {
    built ??= { thing: build() }
    return built.thing
  }
}
