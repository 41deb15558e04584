import { listed } from '../../shorten.ts'
import type { Piece } from './piece.ts'

const MAX_NAMED = 10

export const sentWhatNothingReads: Piece = {
  id: 'sent-what-nothing-reads',
  title: 'It sent fields or filters that nothing reads: TEvo ignores them without a word.',
  instead: 'Look for a misspelt name. What is meant to be there does not happen, and nothing tells you.',
  source: null,
  find: (entries) => entries.filter(({ ignored }) => ignored.length > 0),
  detail: (found) => {
    // `/orders/0/vip` and `/orders/1/vip` are one mistake.
    const names = new Set(found.flatMap(({ ignored }) => ignored.map((name) => name.replace(/\/\d+(?=\/|$)/g, '/*'))))
    return listed([...names], MAX_NAMED)
  },
}
