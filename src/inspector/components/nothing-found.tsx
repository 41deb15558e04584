import { Empty } from './empty.tsx'

interface NothingFoundProps {
  /** `events` */
  readonly what: string
  readonly total: number
  /** The address of all of them. */
  readonly all: string
  /** There are older ones that were not looked at. */
  readonly goesOn: boolean
}

/** In place of a list in which nothing is as it was asked for. */
export const NothingFound = ({ what, total, all, goesOn }: NothingFoundProps) => (
  <Empty
    title={goesOn ? `None of the ${what} looked at is like this: “Older” goes on` : `None of the ${what} is like this`}
  >
    <p>
      There are {total.toLocaleString('en')} {what} here. <a href={all}>Show all of them</a>
    </p>
  </Empty>
)
