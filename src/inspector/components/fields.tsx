import { type Field, written } from '../schema-form.ts'

interface FieldsProps {
  readonly fields: readonly Field[]
  /** Stands before the names of the fields: `match.`. */
  readonly prefix?: string
  /** What they hold now. */
  readonly values?: { readonly [name: string]: unknown }
  /** Of several forms of one page: keeps their ids apart. */
  readonly scope?: string
  /** In place of what the schema says of them. */
  readonly words?: { readonly [name: string]: string }
}

/** The fields of a form that is made from a schema, each with what it is for. */
export const Fields = ({ fields, prefix = '', values = {}, words = {}, scope = 'field' }: FieldsProps) => (
  <div class="fields">
    {fields.map((field) => {
      const id = `${scope}-${prefix.replaceAll('.', '-')}${field.name}`
      const hint = words[field.name] ?? field.words
      return (
        <div class="field">
          <label for={id}>
            {field.name}
            {field.isRequired ? <span class="quiet"> (required)</span> : null}
          </label>
          <Control
            field={field}
            id={id}
            name={prefix + field.name}
            value={written(values[field.name])}
            hint={hint === null ? undefined : `${id}-hint`}
          />
          {hint === null ? null : (
            <p class="hint" id={`${id}-hint`}>
              {hint}
            </p>
          )}
        </div>
      )
    })}
  </div>
)

interface ControlProps {
  readonly field: Field
  readonly id: string
  readonly name: string
  readonly value: string
  /** The id of what explains it. */
  readonly hint: string | undefined
}

function Control({ field, id, name, value, hint }: ControlProps) {
  const { kind, choices, isRequired, without, example, min, max } = field
  const common = { id, name, required: isRequired, 'aria-describedby': hint }
  if (kind === 'flag' || kind === 'choice') {
    const words = kind === 'flag' ? ['true', 'false'] : choices.map(String)
    const hasEmpty = value === '' && (!isRequired || without !== null)
    return (
      <select {...common}>
        {hasEmpty ? <option value="">{without === null ? '—' : `${without} (default)`}</option> : null}
        {words.map((word) => (
          <option value={word} selected={word === value}>
            {word}
          </option>
        ))}
      </select>
    )
  }
  if (kind === 'json')
    return (
      <textarea {...common} rows={2} class="code" spellcheck={false} placeholder={example ?? undefined}>
        {value}
      </textarea>
    )
  const list = choices.length === 0 ? undefined : `${id}-choices`
  return (
    <>
      <input
        {...common}
        type={kind === 'number' ? 'number' : 'text'}
        step={kind === 'number' ? 'any' : undefined}
        min={min}
        max={max}
        value={value}
        placeholder={without ?? undefined}
        list={list}
        autocomplete="off"
      />
      {list === undefined ? null : (
        <datalist id={list}>
          {choices.map((choice) => (
            <option value={String(choice)} />
          ))}
        </datalist>
      )}
    </>
  )
}
