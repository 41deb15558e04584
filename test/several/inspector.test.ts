import { expect, onTestFinished, test } from 'vitest'
import { send } from '../http.ts'
import { processes } from './processes.ts'

const TOKEN = 'a-token-of-the-control-plane-0001'
const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' }
const form = (fields: Record<string, string>): Buffer => Buffer.from(new URLSearchParams(fields).toString())

test('the inspector of any process shows every sandbox, whichever process has it, and all know a session', async () => {
  const { all, stop } = await processes(2, { port: 0, controlToken: TOKEN })
  onTestFinished(stop)
  const [owner, other] = all
  if (owner === undefined || other === undefined) throw new Error('there are two')
  owner.context.sandboxes.make({ name: 'of-the-owner' })
  other.context.sandboxes.make({ name: 'of-the-other' })

  const signed = await send(
    other.url,
    'POST',
    '/_local/ui/sign_in',
    { ...FORM, Origin: other.url },
    form({ token: TOKEN, to: '/' }),
  )
  const [cookie = ''] = signed.headers['set-cookie'] ?? []
  const Cookie = cookie.split(';')[0] ?? ''
  expect([signed.status, cookie]).toEqual([303, expect.stringMatching(/^tevo-local=[\w-]{43}; Path=\//)])
  const open = (url: string, path: string) => send(url, 'GET', path, { Cookie, 'Sec-Fetch-Site': 'same-origin' })

  for (const { url } of all) {
    for (const path of ['/', '/_local/ui/default/orders', '/_local/ui/of-the-other/stock', '/_local/ui/inspector.css'])
      expect((await open(url, path)).status, `${url}${path}`).toBe(200)
    const listed = await open(url, '/_local/ui/of-the-other/sandboxes')
    expect(listed.status).toBe(200)
    expect(listed.text).toMatch(
      /href="\/_local\/ui\/of-the-owner\/sandboxes">of-the-owner<\/a>.{0,99}in another process/,
    )
    expect((await open(url, '/_local/ui/nobody/orders')).status).toBe(404)
  }

  const taken = await send(
    owner.url,
    'POST',
    '/_local/ui/of-the-other/sandboxes/snapshots',
    { ...FORM, Cookie, Origin: owner.url },
    form({ id: 'before' }),
  )
  expect(taken.status).toBe(303)
  const { text } = await open(owner.url, taken.headers.location ?? '')
  expect(text).toContain('before')
  expect([...(other.context.sandboxes.get('of-the-other')?.snapshots.keys() ?? [])]).toEqual(['before'])
})
