import type { Child } from 'hono/jsx'

/** In place of a list without entries: what will stand here, and what to do first. */
export const Empty = ({ title, children }: { readonly title: string; readonly children?: Child }) => (
  <div class="empty">
    <p class="empty-title">{title}</p>
    {children}
  </div>
)
