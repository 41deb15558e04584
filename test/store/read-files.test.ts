import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { describe, expect, onTestFinished, test } from 'vitest'
import { checkedLine, hexOf } from '../../src/store/file/checked-line.ts'
import { headLine } from '../../src/store/file/log-lines.ts'
import { readLog } from '../../src/store/file/read-log.ts'
import { readSnapshot } from '../../src/store/file/read-snapshot.ts'
import { Rebuild } from '../../src/store/rebuild.ts'
import { DEFAULT_SETTINGS } from '../../src/store/settings.ts'
import { exportKept } from '../../src/store/world.ts'

/** What a start makes of the lines of a data file and of its log: what is whole is read, all else is told in words. */

function fileWith(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'tevo-local-read-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const file = join(folder, 'file')
  writeFileSync(file, text)
  return file
}

const AT = '2026-01-05T12:00:00.000Z'
const company = (id: number, name = 'A') => ({ id, account: 'brokerage:1', name, updated_at: AT })
const put = (id: number, name?: string) => ({ table: 'companies', id, record: company(id, name) })
const SANDBOX = { frozen_at: AT, ahead_ms: 0, began_at: AT, life: 2, settings: DEFAULT_SETTINGS }

const RESTORE = 'put a copy of it back, or move it away to begin anew'

describe('a log', () => {
  const line = (version: number, after: number, durable: number, fields: object = {}) =>
    checkedLine({ version, after, durable, at: 0, changes: [put(version)], sequences: {}, ...fields })
  const HEAD = headLine('one', 3)
  const TORN = `["00000000",{}]\n`

  async function read(text: string, version = 3) {
    const rebuild = new Rebuild()
    const file = fileWith(text)
    const found = await readLog(file, { file: 'data.json', id: 'one', version, rebuild })
    return { ...found, kept: exportKept(rebuild.state()) }
  }
  const refused = (text: string, version?: number): Promise<string> =>
    read(text, version).then(
      () => 'read',
      (problem) => problem.message.replace(/^\S+\/file /, ''),
    )

  test('says what was made, changed and deleted, where ids go on, and how the sandbox is set', async () => {
    const text = [
      HEAD,
      line(4, 3, 3, { changes: [put(1), put(2), put(5)], sequences: { company: 6 } }),
      line(5, 4, 3, { changes: [put(2, 'B'), { table: 'companies', id: 5, record: null }], sequences: { order: 9 } }),
      line(7, 5, 5, { changes: [], sandbox: SANDBOX }),
    ].join('')
    expect(await read(text)).toEqual({
      version: 7,
      bytes: text.length,
      torn_bytes: 0,
      kept: { sandbox: SANDBOX, next_ids: { company: 6, order: 9 }, companies: [company(1), company(2, 'B')] },
    })
  })

  test('may say what the snapshot has already', async () => {
    const text = HEAD + line(4, 3, 3) + line(5, 4, 4) + line(6, 5, 5)
    expect(await read(text, 5)).toMatchObject({ version: 6, kept: { companies: [company(6)] } })
    expect(await read(text, 6)).toMatchObject({ version: 6, torn_bytes: 0, kept: { next_ids: {} } })
    expect(await read(HEAD)).toEqual({ version: 3, bytes: HEAD.length, torn_bytes: 0, kept: { next_ids: {} } })
  })

  test.for<[what: string, torn: string]>([
    ['ends in the middle of a line', line(5, 4, 4).slice(0, -1)],
    ['ends with one line that is not whole', TORN],
    ['ends with two', TORN + line(6, 5, 4)],
    ['ends with lines of the same group behind one that is not whole', TORN + line(6, 5, 4) + line(7, 6, 4)],
    ['has a line of nothing', '\n'],
  ])('that %s is read up to there', async ([, torn]) => {
    const whole = HEAD + line(4, 3, 3)
    expect(await read(whole + torn)).toEqual({
      version: 4,
      bytes: whole.length,
      torn_bytes: torn.length,
      kept: { next_ids: {}, companies: [company(4)] },
    })
  })

  test.for<[text: string, message: string]>([
    ['', `is damaged: its first line is not whole; ${RESTORE}`],
    [HEAD.slice(0, -2), `is damaged: its first line is not whole; ${RESTORE}`],
    [TORN, `is damaged: its first line is not whole; ${RESTORE}`],
    [line(4, 3, 3), `is damaged: its first line is none of ours; ${RESTORE}`],
    [checkedLine([]), `is damaged: its first line is none of ours; ${RESTORE}`],
    [checkedLine({ format: 1, id: 'one' }), `is damaged: its first line is none of ours; ${RESTORE}`],
    [checkedLine({ from: 1, id: 'one' }), `is damaged: its first line is none of ours; ${RESTORE}`],
    [HEAD + checkedLine({ version: 4 }), `is damaged: line 2 is no commit; ${RESTORE}`],
    [HEAD + checkedLine({ changes: [] }), `is damaged: line 2 is no commit; ${RESTORE}`],
    [HEAD + HEAD, `is damaged: line 2 is no commit; ${RESTORE}`],
    [HEAD + line(4, 3, 3) + line(6, 5, 4), `is damaged: before line 3 a commit is missing; ${RESTORE}`],
    [HEAD + line(5, 4, 3), `is damaged: before line 2 a commit is missing; ${RESTORE}`],
    [HEAD + TORN + line(5, 4, 4), `is damaged: line 2 is not what was written, and lines after it are; ${RESTORE}`],
    [
      HEAD + line(4, 3, 3) + TORN + TORN + line(7, 6, 6),
      `is damaged: line 3 is not what was written, and lines after it are; ${RESTORE}`,
    ],
    [
      checkedLine({ format: 2, id: 'one', from: 3 }),
      'has the format 2, and this one reads 1: a later tevo-local wrote it; start that one, or give --data another file',
    ],
    [
      HEAD + line(4, 3, 3, { changes: [{ table: 'donuts', id: 1, record: null }] }),
      'has records of "donuts": a later tevo-local wrote it; start that one, or give --data another file',
    ],
    [
      headLine('other', 3),
      'belongs to another data file than data.json: put the one back that it belongs to, or delete the log to go on without what it holds',
    ],
  ])('%#: it is refused', async ([text, message]) => {
    expect(await refused(text)).toBe(message)
  })

  test('that is younger than its snapshot is refused', async () => {
    expect(await refused(HEAD, 2)).toMatch(
      /^data\.json is older than \S+file: put the one back that it belongs to, or delete the log to go on without what it holds$/,
    )
  })

  test('with a time that is none says where', async () => {
    const record = { ...company(4), updated_at: 'soon' }
    expect(await refused(HEAD + line(4, 3, 3, { changes: [{ table: 'companies', id: 4, record }] }))).toMatch(
      /^companies\/4\.updated_at: "soon" is not a time/,
    )
  })
})

describe('a data file', () => {
  const KEPT = '"kept":{"format":1,"by":"tevo-local 9","id":"one","version":7},\n'
  const withChecksum = (body: string, checksum = hexOf(crc32(body))) => `${body}"checksum":"${checksum}"\n}\n`
  const BODY = [
    `{\n${KEPT}`,
    `"sandbox":${JSON.stringify(SANDBOX)},\n`,
    '"next_ids":{"company":3},\n',
    `"affiliates":[\n{"id":1,"name":"é"}\n],\n`,
    `"companies":[\n${JSON.stringify(company(1))},\n${JSON.stringify(company(2))}\n],\n`,
  ].join('')

  const read = (text: string) => readSnapshot(fileWith(text))
  function refused(text: string): string {
    try {
      read(text)
      return 'read'
    } catch (problem) {
      return String(problem)
        .replace(/^Problem: \S+\/file /, '')
        .replace(/^Error: \S+\/file /, '')
    }
  }

  test('says whose it is and all that was kept', () => {
    const text = withChecksum(BODY)
    const found = read(text)
    expect(found).toMatchObject({ id: 'one', version: 7, bytes: Buffer.byteLength(text) })
    expect(found && exportKept(found.rebuild.state())).toEqual({
      sandbox: SANDBOX,
      next_ids: { company: 3 },
      affiliates: [{ id: 1, name: 'é' }],
      companies: [company(1), company(2)],
    })
  })

  test.for(['', '{}', '{"kept":{}}\n', '[]\n', `{\n "kept":1}\n`])('%j is laid out otherwise', (text) => {
    expect(read(text)).toBeNull()
  })

  test.for<[text: string, message: string]>([
    [BODY, `is damaged: it is torn, it ends after ${Buffer.byteLength(BODY)} bytes; ${RESTORE}`],
    [
      withChecksum(BODY).slice(0, -1),
      `is damaged: it is torn, it ends after ${Buffer.byteLength(BODY) + 23} bytes; ${RESTORE}`,
    ],
    [withChecksum(BODY.replace('"A"', 'A')), `is damaged: line 9 cannot be read; ${RESTORE}`],
    [withChecksum(BODY.replace('"next_ids":', '"next":')), `is damaged: line 4 cannot be read; ${RESTORE}`],
    [withChecksum(BODY.replace('{"company":3}', '{')), `is damaged: line 4 cannot be read; ${RESTORE}`],
    [withChecksum(BODY.replace('"affiliates":[', '"affiliates":[ ')), `is damaged: line 5 cannot be read; ${RESTORE}`],
    [withChecksum(BODY.replace('"affiliates":[', ' "affiliates":[')), `is damaged: line 5 cannot be read; ${RESTORE}`],
    [withChecksum(BODY.replace('"id":"one",', '')), `is damaged: it does not say whose it is; ${RESTORE}`],
    [
      withChecksum(BODY.replace('"format":1', '"format":"new"')),
      'has the format "new", and this one reads 1: a later tevo-local wrote it; start that one, or give --data another file',
    ],
    [
      withChecksum(BODY.replace('"affiliates"', '"donuts"')),
      'has records of "donuts": a later tevo-local wrote it; start that one, or give --data another file',
    ],
    [
      withChecksum(BODY, '00000000'),
      'is damaged, or was changed by hand: its checksum does not fit; put a copy of it back, or, if you changed it, delete its second line, and it is read as a world file',
    ],
    [
      withChecksum(BODY).replace('é', 'e'),
      'is damaged, or was changed by hand: its checksum does not fit; put a copy of it back, or, if you changed it, delete its second line, and it is read as a world file',
    ],
  ])('%#: it is refused', ([text, message]) => {
    expect(refused(text)).toBe(message)
  })
})
