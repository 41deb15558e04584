import type { Visit } from '../page.ts'

/** An order by its id, with the way to its page where it is still there. */
export function OrderLink({ visit: { read, link }, id }: { readonly visit: Visit; readonly id: number }) {
  const text = `order ${id}`
  return read.get('orders', id) === undefined ? <span>{text}</span> : <a href={link(`orders/${id}`)}>{text}</a>
}
