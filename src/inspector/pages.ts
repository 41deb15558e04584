import type { Page } from './page.ts'
import { ordersPage } from './pages/orders.tsx'

/** All pages, as the navigation lists them. */
export const PAGES: readonly Page[] = [ordersPage]
