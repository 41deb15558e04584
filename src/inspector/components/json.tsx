/** JSON, laid out; what is too long for a line goes on in the next. */
export const Json = ({ value, label }: { readonly value: unknown; readonly label: string }) => (
  <section class="json" aria-label={label}>
    <pre class="code wrap">{JSON.stringify(value, null, 2)}</pre>
  </section>
)
