import type { Page } from './page.ts'
import { clockPage } from './pages/clock.tsx'
import { faultsPage } from './pages/faults.tsx'
import { ordersPage } from './pages/orders.tsx'
import { stockPage } from './pages/stock.tsx'

/** All pages, as the navigation lists them. */
export const PAGES: readonly Page[] = [ordersPage, faultsPage, stockPage, clockPage]
