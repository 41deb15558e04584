/** The website sells one of the broker's Eticket tickets to its client: a chain of two orders. */
export const MARKET_ORDER = {
  client_id: 107655,
  seller_id: 1691,
  shipped_items: [
    {
      type: 'Eticket',
      email_address_id: 33333,
      items: [{ ticket_group_id: 52554287, price: 50, quantity: 1 }],
    },
  ],
  payments: [{ type: 'credit_card', amount: 50, credit_card_id: 2222 }],
}
