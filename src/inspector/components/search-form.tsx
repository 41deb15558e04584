interface SearchFormProps {
  /** The address of the list. */
  readonly to: string
  readonly label: string
  readonly value: string | undefined
}

/** Finds records of a list by what is written into it. */
export const SearchForm = ({ to, label, value }: SearchFormProps) => (
  <form class="filters" method="get" action={to}>
    <label>
      {label}
      <input type="search" name="find" id="find" value={value ?? ''} />
    </label>
    <button type="submit">Show</button>
  </form>
)
