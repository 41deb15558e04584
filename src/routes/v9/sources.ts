/** The documentation's page with this id: tevo-api.md calls it `W:<id>`. */
export const wiki = (page: number): string => `https://ticketevolution.atlassian.net/wiki/spaces/API/pages/${page}`

/** What only the official clients show. */
export const PHP_CLIENT = 'https://github.com/ticketevolution/ticketevolution-php'
export const RUBY_CLIENT = 'https://github.com/ticketevolution/ticketevolution-ruby'

export const EVERY_CREDENTIAL = ['API', 'User', 'Affiliate'] as const
export const BROKERS = ['API', 'User'] as const
