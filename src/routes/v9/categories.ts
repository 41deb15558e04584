import * as z from 'zod'
import { defineOperation } from '../../operation.ts'
import { findByIdOrSlug, listed } from '../../rules/catalogue/catalogue.ts'
import { presentCategory, presentDeleted } from '../../wire/catalogue.ts'
import { nameFilter } from '../../wire/catalogue-query.ts'
import { CategoryShape, DeletedShape } from '../../wire/catalogue-shapes.ts'
import { equalFilters, id, instantFilters } from '../../wire/fields.ts'
import { matches, matchesInstants, pageOf, pageShape } from '../../wire/pages.ts'
import { deletedList } from './deleted-list.ts'
import { EVERY_CREDENTIAL, PHP_CLIENT, RUBY_FIXTURES, wiki } from './sources.ts'

/** SHOP: `parent_id`; without a value it asks for those at the top. */
const parentId = () => z.union([z.literal('').transform(() => null), id()])

const categoriesIndex = defineOperation({
  id: 'categories.index',
  method: 'GET',
  path: '/v9/categories',
  summary: 'All categories at once, each with its parents.',
  source: PHP_CLIENT,
  fidelity: 'documented',
  credentials: EVERY_CREDENTIAL,
  input: () => ({
    query: z.object({ ...nameFilter(), ...equalFilters('parent_id', parentId), ...instantFilters('updated_at') }),
  }),
  knownAndIgnored: {
    // PHP pull request 117: who asks for the next page gets the whole list again.
    '?page': 'this list has no pages: every page is the whole list',
    '?per_page': 'this list has no pages: all categories come at once',
  },
  indexed: true,
  status: 200,
  output: () => pageShape('categories', CategoryShape()),
  handle: ({ tx, query }) => {
    const records = listed(tx, 'categories').filter(
      ({ name, parent_id, updated_at }) =>
        matches(query, 'name', name) &&
        matches(query, 'parent_id', parent_id) &&
        matchesInstants(query, 'updated_at', updated_at),
    )
    // TH and PHP pull request 117: `per_page` is the number of categories, 136 of 136.
    const page = { page: 1, per_page: records.length }
    return pageOf('categories', page, { records }, (category) => presentCategory(tx, category))
  },
})

const categoriesShow = defineOperation({
  id: 'categories.show',
  method: 'GET',
  path: '/v9/categories/:category_id',
  summary: 'One category, by its id or its slug, with its parents.',
  source: wiki(354910401),
  fidelity: 'documented',
  credentials: EVERY_CREDENTIAL,
  status: 200,
  output: CategoryShape,
  handle: ({ tx, params }) => presentCategory(tx, findByIdOrSlug(tx, 'categories', params.category_id)),
})

const categoriesDeleted = deletedList({
  table: 'categories',
  source: RUBY_FIXTURES,
  fidelity: 'recorded',
  shape: DeletedShape,
  present: (category) => presentDeleted('categories', category),
})

export const categories = [categoriesIndex, categoriesShow, categoriesDeleted]
