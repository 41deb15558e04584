interface Street {
  readonly street_address: string | null
  readonly extended_address: string | null
}

const PO_BOX = /\bp\.?\s*o\.?\s*box\b/i

export const isPoBox = ({ street_address, extended_address }: Street): boolean =>
  PO_BOX.test(`${street_address ?? ''} ${extended_address ?? ''}`)
