import type { Page } from './page.ts'
import { ordersPage } from './pages/orders.tsx'
import { outboundPage } from './pages/outbound.tsx'
import { requestsPage } from './pages/requests.tsx'
import { webhooksPage } from './pages/webhooks.tsx'

/** All pages, as the navigation lists them. */
export const PAGES: readonly Page[] = [ordersPage, requestsPage, webhooksPage, outboundPage]
