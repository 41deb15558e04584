declare module 'parse-prometheus-text-format' {
  /** Throws where it is not the text form of Prometheus. */
  export default function parsePrometheusTextFormat(text: string): readonly {
    readonly name: string
    readonly type: string
    readonly help: string
    readonly metrics: readonly { readonly value: string; readonly labels?: { readonly [name: string]: string } }[]
  }[]
}
