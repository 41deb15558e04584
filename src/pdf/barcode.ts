/** White on either side of a Code 128 barcode, without which a scanner does not find its ends (ISO/IEC 15417). */
export const QUIET_MODULES = 10

/**
 * The bars of a text in Code 128: `1` for a black module, `0` for a white one. The narrowest bar is one module wide.
 * The text is ASCII.
 */
export async function barcode(text: string): Promise<string> {
  // Loaded with the first ticket: the start does not wait for it.
  const { default: encode } = await import('jsbarcode')
  const encoded: { encodings?: readonly { readonly data: string }[] } = {}
  encode(encoded, text, { format: 'CODE128' })
  return (encoded.encodings ?? []).map(({ data }) => data).join('')
}
