import { faker } from '@faker-js/faker/locale/en'

/** The performers of one event. */
type Show = readonly string[]

/** Makes up the shows in a city: `count` of them, or as many as there are names for. */
export type MakeShows = (city: string, count: number) => Show[]

/** The home team against other teams. */
export const games =
  (teams: readonly string[]): MakeShows =>
  (city, count) => {
    const [home, ...visitors] = faker.helpers.arrayElements(teams, count + 1)
    const cities = faker.helpers.arrayElements(faker.definitions.location.city_name, visitors.length)
    return visitors.map((visitor, nth) => [`${city} ${home}`, `${cities[nth]} ${visitor}`])
  }

export const bands =
  (nouns: readonly string[]): MakeShows =>
  (_city, count) =>
    Array.from({ length: count }, (_, nth) => {
      const adjective = faker.word.adjective()
      return [`The ${adjective.charAt(0).toUpperCase()}${adjective.slice(1)} ${nouns[nth % nouns.length]}`]
    })

export const ensembles =
  (sizes: readonly string[]): MakeShows =>
  (_city, count) =>
    Array.from({ length: count }, () => [`${faker.person.lastName()} ${faker.helpers.arrayElement(sizes)}`])

export const musicals: MakeShows = (_city, count) =>
  faker.helpers.uniqueArray(faker.music.songName, count).map((song) => [`${song}: The Musical`])

export const plays: MakeShows = (_city, count) =>
  faker.helpers.uniqueArray(faker.book.title, count).map((title) => [title])
