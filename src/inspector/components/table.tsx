import type { Child } from 'hono/jsx'

interface TableProps {
  /** Says what it lists, to who cannot see the page. */
  readonly label: string
  /** A heading that begins with `#` is above a column of numbers. */
  readonly headings: readonly string[]
  /** The cells of each row. */
  readonly rows: readonly (readonly Child[])[]
}

/** A table that scrolls by itself where the screen is narrow; the keyboard has to reach what scrolls. */
export const Table = ({ label, headings, rows }: TableProps) => (
  <section class="table" aria-label={label} tabindex={0}>
    <table>
      <thead>
        <tr>
          {headings.map((heading) => (
            <th scope="col" class={isNumbers(heading) ? 'number' : undefined}>
              {heading.replace(/^#/, '')}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((cells) => (
          <tr>
            {cells.map((cell, nth) => (
              <td class={isNumbers(headings[nth] ?? '') ? 'number' : undefined}>{cell}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </section>
)

const isNumbers = (heading: string): boolean => heading.startsWith('#')
