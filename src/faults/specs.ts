import * as z from 'zod'
import { isNestedTooDeep, MAX_NESTING } from '../json.ts'
import { isPathOf, type KnownOperation as Known, whyImpossible } from '../matching/impossible.ts'
import { fits, isPattern, wordsOf } from '../matching/pattern.ts'
import { nearest } from '../nearest.ts'
import { inPlainWords } from '../plain-words.ts'
import { presets } from './presets.ts'
import { type FaultRule, FaultRuleSchema } from './rule.ts'

/** What an operation must say of itself so that a rule can be for it. */
export interface KnownOperation extends Known {
  readonly emulated: boolean
  /** The `domain` effects that it has rules for. */
  readonly forcible?: readonly string[]
}

const MAX_RULES = 1_000

/**
 * Reads what faults are given as, wherever they are given: one rule, a list, or `{"faults": […]}`. In place of a rule
 * stands the name of a preset, `"flaky"` or `{"preset": "flaky"}`. All of it is right, or none of it is taken.
 */
export const faultSpecs = (operations: readonly KnownOperation[]): z.ZodType<readonly FaultRule[]> =>
  z.unknown().transform((given, context) => {
    if (isNestedTooDeep(given)) {
      context.addIssue(`is nested more than ${MAX_NESTING} levels deep`)
      return z.NEVER
    }
    const { list, path } = listOf(given)
    if (list.length > MAX_RULES) {
      context.addIssue({
        code: 'custom',
        path: [...(path ?? [])],
        message: `has ${list.length} rules: give at most ${MAX_RULES} at a time`,
      })
      return z.NEVER
    }
    return list.flatMap((spec, nth) => {
      const rules = rulesOf(spec)
      const where = path === null ? [] : [...path, nth]
      if (typeof rules === 'string') {
        context.addIssue({ code: 'custom', path: where, message: rules })
        return []
      }
      return rules.flatMap((rule): FaultRule[] => {
        const read = FaultRuleSchema().safeParse(rule, { error: inPlainWords })
        const issues = read.success ? operationIssues(read.data, operations) : read.error.issues
        for (const issue of issues)
          context.addIssue({ code: 'custom', path: [...where, ...issue.path], message: issue.message })
        return read.success ? [read.data] : []
      })
    })
  })

const isObject = (value: unknown): value is { readonly [key: string]: unknown } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The path says where in what was given the list stands; null: it was one alone. */
function listOf(given: unknown): { list: readonly unknown[]; path: readonly string[] | null } {
  if (Array.isArray(given)) return { list: given, path: [] }
  if (isObject(given) && Object.keys(given).length === 1 && Array.isArray(given.faults))
    return { list: given.faults, path: ['faults'] }
  return { list: [given], path: null }
}

/** The rules that a spec stands for, or what is wrong with it. */
function rulesOf(spec: unknown): readonly unknown[] | string {
  const isPreset = typeof spec === 'string' || (isObject(spec) && Object.hasOwn(spec, 'preset'))
  if (!isPreset) return isObject(spec) ? [spec] : 'is neither a rule, {"effect": {"type": "reset"}} say, nor a preset'
  const [name, others] = isObject(spec) ? [spec.preset, Object.keys(spec).length - 1] : [spec, 0]
  const names = Object.keys(presets)
  const preset = Object.entries(presets).find(([known]) => known === name)
  if (preset === undefined) return `${JSON.stringify(name)} is not a preset: there are ${names.join(', ')}`
  if (others > 0) return `a preset stands alone; leave out what is beside "preset": "${name}"`
  return preset[1]
}

interface Issue {
  readonly path: readonly string[]
  readonly message: string
}

function operationIssues(rule: FaultRule, operations: readonly KnownOperation[]): Issue[] {
  const { operation: asked } = rule.match
  if (typeof asked === 'string' && !operations.some(({ id }) => id === asked)) {
    const close = nearest(
      asked,
      operations.map(({ id }) => id),
    )
    const next = close === undefined ? 'see GET /_local/operations' : `did you mean ${close}?`
    return [{ path: ['match', 'operation'], message: `"${asked}" is not an operation: ${next}` }]
  }
  const impossible = whyImpossible(rule.match, operations).map(({ path, message }) => ({
    path: ['match', ...path],
    message,
  }))
  if (impossible.length > 0) return impossible
  return [...tooLateIssues(rule, operations), ...domainIssues(rule, operations)]
}

/** A rule whose phase none of its requests reaches. */
function tooLateIssues({ match, phase }: FaultRule, operations: readonly KnownOperation[]): Issue[] {
  if (phase !== 'before-handler' && phase !== 'after-commit') return []
  const { operation, path } = match
  const early = 'is answered before that: use the phase before-auth'
  if (operation === null || (isPattern(operation) && operation.absent === true))
    return [{ path: ['phase'], message: `what is not an operation ${early}` }]
  if (typeof path === 'string' && !operations.some((known) => isPathOf(path, known)))
    return [{ path: ['match', 'path'], message: `"${path}" is not a path of any operation, and ${early}` }]
  const meant = operation === undefined ? [] : operations.filter(({ id }) => fits(id, operation))
  if (phase === 'before-handler' || meant.length === 0 || meant.some(({ emulated }) => emulated)) return []
  return [
    {
      path: ['phase'],
      message: `${wordsOf(operation)} is not emulated, so it has nothing to commit: use the phase before-handler`,
    },
  ]
}

function domainIssues({ effect, match }: FaultRule, operations: readonly KnownOperation[]): Issue[] {
  const { operation } = match
  const name = effect.type === 'domain' && 'name' in effect ? String(effect.name) : null
  const able = operations.filter(({ forcible }) => name !== null && forcible?.includes(name)).map(({ id }) => id)
  if (name === null || operation === undefined || able.some((id) => fits(id, operation))) return []
  return [
    {
      path: ['effect', 'name'],
      message: `${name} is nothing that ${typeof operation === 'string' ? operation : wordsOf(operation)} can refuse; it goes with ${able.join(', ')}`,
    },
  ]
}
