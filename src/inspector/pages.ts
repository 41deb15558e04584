import type { Page } from './page.ts'
import { advicePage } from './pages/advice.tsx'
import { clientsPage } from './pages/clients.tsx'
import { clockPage } from './pages/clock.tsx'
import { faultsPage } from './pages/faults.tsx'
import { ordersPage } from './pages/orders.tsx'
import { outboundPage } from './pages/outbound.tsx'
import { requestsPage } from './pages/requests.tsx'
import { sandboxesPage } from './pages/sandboxes.tsx'
import { stockPage } from './pages/stock.tsx'
import { webhooksPage } from './pages/webhooks.tsx'
import { worldPage } from './pages/world.tsx'

/** All pages, as the navigation lists them. */
export const PAGES: readonly Page[] = [
  ordersPage,
  requestsPage,
  webhooksPage,
  outboundPage,
  faultsPage,
  stockPage,
  clientsPage,
  worldPage,
  clockPage,
  sandboxesPage,
  advicePage,
]
