import { dollars } from '../../rules/money/totals.ts'

/** `$1,234.50` */
export function money(cents: number): string {
  const [whole = '0', decimals] = dollars(Math.abs(cents)).split('.')
  return `${cents < 0 ? '−' : ''}$${Number(whole).toLocaleString('en')}.${decimals}`
}
