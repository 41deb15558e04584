/** The documentation's page with this id: tevo-api.md calls it `W:<id>`. */
export const wiki = (page: number): string => `https://ticketevolution.atlassian.net/wiki/spaces/API/pages/${page}`

/** What only the official clients show. */
export const PHP_CLIENT = 'https://github.com/ticketevolution/ticketevolution-php'
export const RUBY_CLIENT = 'https://github.com/ticketevolution/ticketevolution-ruby'
/** Its answers of the real service, recorded in 2012; this copy has kept more of them. */
export const RUBY_FIXTURES = 'https://github.com/manafire/ticketevolution-ruby/tree/master/spec/fixtures/net'
/** What the PHP client's author reads of the service's answers. */
export const PHP_DATALOADERS = 'https://github.com/jwcobb/ticketevolution-php-dataloaders'
export const HARVESTER = 'https://github.com/jwcobb/tevo-harvester'

export const EVERY_CREDENTIAL = ['API', 'User', 'Affiliate'] as const
export const BROKERS = ['API', 'User'] as const
