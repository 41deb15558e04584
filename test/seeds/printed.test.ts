import { expect, test } from 'vitest'
import { printedCommands, readCommand, signatureOf } from './printed.ts'

const FILE = Buffer.from('%PDF')
const BLANKS = { order_id: 819975, item_id: 958454, reviewer_id: 12345, files: [FILE, FILE] }

const all = ['000.txt', '001.txt', '002.txt', '003.txt'].flatMap((file) =>
  printedCommands(file).map((command) => {
    const { method, target, body } = readCommand(command, BLANKS)
    return `${file} ${method} ${target} ${body.length > 0 ? 'with a body' : ''}`.trimEnd()
  }),
)

test('the documents print these commands', () => {
  expect(all).toEqual([
    '000.txt POST /v9/clients with a body',
    '000.txt POST /v9/companies? with a body',
    '000.txt POST /v9/clients? with a body',
    '000.txt POST /v9/clients/168188/email_addresses? with a body',
    '000.txt POST /v9/clients/168188/addresses? with a body',
    '000.txt POST /v9/clients/168188/phone_numbers? with a body',
    '001.txt GET /v9/orders?state=pending&type=Order',
    '001.txt POST /v9/orders/819975/accept with a body',
    '001.txt POST /v9/orders/819975/items/958454/add_etickets with a body',
    '001.txt POST /v9/orders/819975/items/958454/finalize_etickets with a body',
    '001.txt GET /v9/orders/819975/items/958454/remove_etickets',
    '001.txt POST /v9/orders/819975/deliver_etickets with a body',
    '002.txt POST /v10/orders? with a body',
    '003.txt POST /v9/orders/819975/accept with a body',
    '003.txt POST /v9/orders/819975/items/958454/add_etickets with a body',
    '003.txt POST /v9/orders/819975/items/958454/finalize_etickets with a body',
    '003.txt GET /v9/orders/819975/items/958454/remove_etickets',
    '003.txt POST /v9/orders/819975/deliver_etickets with a body',
  ])
})

test('a body is read to the byte, and a header without its line break', () => {
  const [poll, accept, add, , , deliver] = printedCommands('001.txt').map((command) => readCommand(command, BLANKS))
  expect(poll?.headers).toEqual({ 'User-Agent': 'curl/8.5.0', Accept: 'application/json' })
  expect(accept?.headers).toMatchObject({
    Accept: 'application/json',
    'Content-Type': 'application/x-www-form-urlencoded',
  })
  expect(accept?.body.toString()).toBe('{"reviewer_id":12345}')
  expect(add?.body.toString()).toBe('{"files":["JVBERg==","JVBERg=="]}')
  expect(deliver?.body.toString()).toBe('{"etickets":[{"item_id":12345,"eticket":"JVBERg=="}]}')
  const [create = ''] = printedCommands('000.txt')
  expect(readCommand(create).body.toString()).toMatch(/^\{\n {2}"clients": \[\n {4}\{\n[\s\S]*\n {2}\]\n\}$/)
})

test('what a command leaves open has to be filled in', () => {
  const [, accept = ''] = printedCommands('001.txt')
  expect(() => readCommand(accept)).toThrow('a blank is left open')
})

// W:983115 and the client's own tests: tevo-api.md §1.4.
test('requests are signed as the official Ruby client signs them', () => {
  const secret = '/3uZ9bXNe/6rxEBmlGLvoRXrcSzRDMfyJSewhlrc'
  const signed = (method: string, target: string, body = '') =>
    signatureOf({ method, target, headers: {}, body: Buffer.from(body) }, 'api.sandbox.ticketevolution.com', secret)
  expect(signed('GET', '/test?two=two&three=three&one=1')).toBe('8eaaqg6d4DJ2SEWkCvkdhc05dITmpNbUrcbN75UBGMA=')
  expect(signed('POST', '/test?', '{"one":1,"two":"two","three":"three"}')).toBe(
    '6PMaU8JQ5kH4PZLl8agJrZRZqnn65UGcCUA80E2dTDg=',
  )
})
