import type { Child } from 'hono/jsx'

/** Names and their values. A null value is left out. */
export const Facts = ({ facts }: { readonly facts: readonly (readonly [name: string, value: Child | null])[] }) => (
  <dl class="facts">
    {facts.map(([name, value]) =>
      value === null ? null : (
        <div>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ),
    )}
  </dl>
)
