/**
 * Parameters that sources other than the PHP client name. The marks are those of tevo-api.md: `W:<id>` a page of TEvo's
 * documentation, `S0` to `S4` its five documents of test/seeds, `GB` and `GBA` its gitbooks, `RB-fix` answers that the Ruby
 * client recorded, `TH` jwcobb/tevo-harvester, `T2` JulianS4K/Terminal-2 (what a program in production measured), `SHOP`
 * public shops.
 */
export interface Documented {
  readonly operation: string
  readonly source: string
  readonly query?: { readonly [parameter: string]: string }
  /** Fields that are laid over a valid body: over its first entry, where it has entries. */
  readonly fields?: { readonly [field: string]: unknown }
  /** Fields beside the entries. */
  readonly beside?: { readonly [field: string]: unknown }
}
