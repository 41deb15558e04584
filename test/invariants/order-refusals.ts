/** What `POST /v9/orders` answers to a request that it understood and refused. */

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const isListWithErrors = (list: unknown): boolean =>
  Array.isArray(list) && list.some((each) => isObject(each) && isObject(each.errors))

/** W:1666678785: a class and a message. */
const isPair = (body: unknown): boolean =>
  Array.isArray(body) && body.length === 2 && body.every((text) => typeof text === 'string' && text !== '')

/** The orders with the errors of their fields, or why all of it is refused. */
export const isRefusalOfOrders = (body: unknown): boolean =>
  isPair(body) || (isObject(body) && Object.keys(body).join() === 'orders' && isListWithErrors(body.orders))
