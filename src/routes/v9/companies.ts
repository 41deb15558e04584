import { defineOperation } from '../../operation.ts'
import type { Caller } from '../../rules/caller.ts'
import { checkCompanyName, createCompany, deleteCompany } from '../../rules/clients/clients.ts'
import { lookUpOwn } from '../../rules/lookup.ts'
import type { Company } from '../../store/records.ts'
import type { Reader } from '../../store/state.ts'
import { CompanyChanges, CompanyFields } from '../../wire/client-input.ts'
import { CompanyShape, createdShape, deletedShape } from '../../wire/client-shapes.ts'
import { presentCompany } from '../../wire/clients.ts'
import { batch, flat } from '../../wire/envelopes.ts'
import { pageOf, pageQuery, pageShape } from '../../wire/pages.ts'
import { EVERY_CREDENTIAL, PHP_CLIENT, RUBY_CLIENT } from './sources.ts'

const findCompany = (read: Reader, caller: Caller, id: string): Company =>
  lookUpOwn(read, 'companies', id, (company) => company.account === caller.account)

const companiesIndex = defineOperation({
  id: 'companies.index',
  method: 'GET',
  path: '/v9/companies',
  summary: 'The companies of your clients, newest first.',
  source: PHP_CLIENT,
  fidelity: 'documented',
  credentials: EVERY_CREDENTIAL,
  input: () => ({ query: pageQuery() }),
  indexed: true,
  status: 200,
  output: () => pageShape('companies', CompanyShape()),
  handle: ({ tx, caller, query }) => {
    const records = tx.find('companies', 'by_account', caller.account)
    const total = tx.count('companies', 'by_account', caller.account)
    return pageOf('companies', query, { records, total }, presentCompany)
  },
})

const companiesShow = defineOperation({
  id: 'companies.show',
  method: 'GET',
  path: '/v9/companies/:company_id',
  summary: 'One company.',
  source: RUBY_CLIENT,
  fidelity: 'recorded',
  credentials: EVERY_CREDENTIAL,
  status: 200,
  output: CompanyShape,
  handle: ({ tx, caller, params }) => presentCompany(findCompany(tx, caller, params.company_id)),
})

const companiesCreate = defineOperation({
  id: 'companies.create',
  method: 'POST',
  path: '/v9/companies',
  summary: 'Makes companies; their names must be unique.',
  source: RUBY_CLIENT,
  fidelity: 'recorded',
  credentials: EVERY_CREDENTIAL,
  input: () => ({ body: batch('companies', CompanyFields()) }),
  status: 201,
  output: () => createdShape('companies', CompanyShape()),
  handle: ({ tx, caller, body }) => {
    const companies = body.companies.map(({ name }, nth) => {
      checkCompanyName(tx, caller, name, nth)
      return createCompany(tx, caller, name)
    })
    return { companies: companies.map(presentCompany) }
  },
})

const companiesUpdate = defineOperation({
  id: 'companies.update',
  method: 'PUT',
  path: '/v9/companies/:company_id',
  summary: 'Renames a company.',
  source: PHP_CLIENT,
  fidelity: 'documented',
  credentials: EVERY_CREDENTIAL,
  input: () => ({ body: flat(CompanyChanges()) }),
  status: 200,
  output: CompanyShape,
  echo: ({ read, caller, params }) => presentCompany(findCompany(read, caller, params.company_id)),
  handle: ({ tx, caller, params, body }) => {
    const company = findCompany(tx, caller, params.company_id)
    if (body.name === undefined) return presentCompany(company)
    checkCompanyName(tx, caller, body.name, 0, company.id)
    return presentCompany(tx.put('companies', { ...company, name: body.name, updated_at: tx.now }))
  },
})

const companiesDelete = defineOperation({
  id: 'companies.delete',
  method: 'DELETE',
  path: '/v9/companies/:company_id',
  summary: 'Deletes a company; its clients then have none.',
  source: RUBY_CLIENT,
  fidelity: 'recorded',
  credentials: EVERY_CREDENTIAL,
  status: 200,
  output: () => deletedShape('companies'),
  handle: ({ tx, caller, params }) => {
    const company = findCompany(tx, caller, params.company_id)
    deleteCompany(tx, company)
    return { companies: [{ id: String(company.id) }] }
  },
})

export const companies = [companiesIndex, companiesShow, companiesCreate, companiesUpdate, companiesDelete]
