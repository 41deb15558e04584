// @ts-check
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DockerfileParser, ModifiableInstruction } from 'dockerfile-ast'
import { root } from './package-json.js'

export const DOCKERFILE = readFileSync(join(root, 'Dockerfile'), 'utf8')

/**
 * @typedef {object} Instruction
 * @property {string} name
 * @property {string} value  without its flags
 * @property {{ readonly [flag: string]: string | null }} flags
 * @property {string[] | null} words  of the exec form, `["node", "-e"]`
 */

/**
 * The stages of the Dockerfile, each with its instructions.
 * @returns {Instruction[][]}
 */
export function stages() {
  /** @type {Instruction[][]} */
  const found = []
  for (const instruction of DockerfileParser.parse(DOCKERFILE).getInstructions()) {
    const name = instruction.getKeyword()
    const value = instruction.getArgumentsContent()?.replaceAll(/\\\n\s*/g, '') ?? ''
    if (name === 'FROM') found.push([])
    const flags = instruction instanceof ModifiableInstruction ? instruction.getFlags() : []
    found.at(-1)?.push({
      name,
      value,
      flags: Object.fromEntries(flags.map((flag) => [flag.getName(), flag.getValue()])),
      words: wordsOf(value),
    })
  }
  return found
}

/** @param {string} value */
function wordsOf(value) {
  const exec = /\[.*\]$/s.exec(value)?.[0]
  return exec === undefined ? null : JSON.parse(exec)
}

/**
 * The values of the instructions of that name.
 * @param {readonly Instruction[]} stage
 * @param {string} name
 */
export const named = (stage, name) => stage.filter((instruction) => instruction.name === name)
