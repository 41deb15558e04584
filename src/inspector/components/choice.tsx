interface ChoiceProps {
  readonly label: string
  readonly name: string
  /** What it says where nothing is chosen: `every state`. */
  readonly none: string
  readonly words: readonly string[]
  readonly chosen: string | undefined
  /** How a word is shown; as it is, where this is left out. */
  readonly say?: (word: string) => string
}

/** A filter by one of some words, or by none. */
export const Choice = ({ label, name, none, words, chosen, say = (word) => word }: ChoiceProps) => (
  <label>
    {label}
    <select name={name} id={name}>
      <option value="">{none}</option>
      {words.map((word) => (
        <option value={word} selected={word === chosen}>
          {say(word)}
        </option>
      ))}
    </select>
  </label>
)

/** `not_sent` as people read it. */
export const spaced = (word: string): string => word.replaceAll('_', ' ')
