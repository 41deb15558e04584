interface Street {
  readonly street_address: string | null
  readonly extended_address: string | null
}

/** An address for one shipment only: it is not stored with a client. */
export const asWritten = <Address extends { readonly label: unknown }>({
  label: _label,
  ...address
}: Address): Omit<Address, 'label'> => address

const PO_BOX = /\bp\.?\s*o\.?\s*box\b/i

export const isPoBox = ({ street_address, extended_address }: Street): boolean =>
  PO_BOX.test(`${street_address ?? ''} ${extended_address ?? ''}`)
