import * as z from 'zod'
import { defineOperation } from '../../operation.ts'
import { findListed, listed } from '../../rules/catalogue.ts'
import { presentCategory, presentDeleted } from '../../wire/catalogue.ts'
import { CategoryShape, DeletedShape } from '../../wire/catalogue-shapes.ts'
import { instantFilters, text } from '../../wire/fields.ts'
import { matchesInstants, PAGE_CAP, pageOf, pageShape } from '../../wire/pages.ts'
import { deletedList } from './deleted-list.ts'
import { EVERY_CREDENTIAL, PHP_CLIENT, RUBY_FIXTURES, wiki } from './sources.ts'

const categoriesIndex = defineOperation({
  id: 'categories.index',
  method: 'GET',
  path: '/v9/categories',
  summary: 'All categories, each with those above it.',
  source: PHP_CLIENT,
  fidelity: 'documented',
  credentials: EVERY_CREDENTIAL,
  input: () => ({ query: z.object({ name: text(255).optional(), ...instantFilters('updated_at') }) }),
  status: 200,
  output: () => pageShape('categories', CategoryShape()),
  handle: ({ tx, query }) => {
    const records = listed(tx, 'categories').filter(
      ({ name, updated_at }) =>
        (query.name === undefined || query.name === name) && matchesInstants(query, 'updated_at', updated_at),
    )
    // The PHP client's author: this one list has no pages, and whoever asks for the next one gets all of it again.
    const page = { page: 1, per_page: Math.max(PAGE_CAP, records.length) }
    return pageOf('categories', page, { records }, (category) => presentCategory(tx, category))
  },
})

const categoriesShow = defineOperation({
  id: 'categories.show',
  method: 'GET',
  path: '/v9/categories/:category_id',
  summary: 'One category, with those above it.',
  source: wiki(354910401),
  fidelity: 'documented',
  credentials: EVERY_CREDENTIAL,
  status: 200,
  output: CategoryShape,
  handle: ({ tx, params }) => presentCategory(tx, findListed(tx, 'categories', params.category_id)),
})

const categoriesDeleted = deletedList({
  table: 'categories',
  source: RUBY_FIXTURES,
  fidelity: 'recorded',
  shape: DeletedShape,
  present: (category) => presentDeleted('categories', category),
})

export const categories = [categoriesIndex, categoriesShow, categoriesDeleted]
