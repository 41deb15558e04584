/** The page of TEvo's documentation with this id: tevo-api.md calls it `W:<id>`. */
export const wiki = (page: number): string => `https://ticketevolution.atlassian.net/wiki/spaces/API/pages/${page}`

/** The official PHP client, for what the documentation does not show. */
export const PHP_CLIENT = 'https://github.com/ticketevolution/ticketevolution-php'
export const RUBY_CLIENT = 'https://github.com/ticketevolution/ticketevolution-ruby'
/** Answers of the real service that the Ruby client recorded in 2012; this copy has kept more of them. */
export const RUBY_FIXTURES = 'https://github.com/manafire/ticketevolution-ruby/tree/master/spec/fixtures/net'
/** What the PHP client's author reads of the service's answers. */
export const PHP_DATALOADERS = 'https://github.com/jwcobb/ticketevolution-php-dataloaders'
export const HARVESTER = 'https://github.com/jwcobb/tevo-harvester'

export const EVERY_CREDENTIAL = ['API', 'User', 'Affiliate'] as const
export const BROKERS = ['API', 'User'] as const
