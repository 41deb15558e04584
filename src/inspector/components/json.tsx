/** JSON, laid out; it scrolls by itself, and the keyboard reaches it. */
export const Json = ({ value, label }: { readonly value: unknown; readonly label: string }) => (
  <section class="json" aria-label={label} tabindex={0}>
    <pre class="code">{JSON.stringify(value, null, 2)}</pre>
  </section>
)
