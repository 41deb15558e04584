// Keeps a page of the inspector as it is now. Without it everything works, but nothing moves by itself.

const { sandbox, live = '' } = document.documentElement.dataset
const kinds = live.split(' ').filter((kind) => kind !== '')

/** What a page shows anew; the rest of it stays. */
const PARTS = ['clock', 'content']
/** A field that somebody writes into. */
const WRITTEN = 'input:not([type="hidden"]), select, textarea'
/** Several events of one moment are one look. */
const SETTLE_MS = 120

/** @type {ReturnType<typeof setTimeout> | undefined} */
let waiting
/** @type {EventSource | undefined} */
let events
/** Something has changed while somebody was writing. */
let isOwed = false
/** The newest look: an answer that comes after a later one is not shown. */
let looks = 0

const isField = (/** @type {Element | null} */ element) =>
  element instanceof HTMLInputElement || element instanceof HTMLSelectElement || element instanceof HTMLTextAreaElement

/** Whether somebody is writing there: that is not taken away. */
const isWritten = () => isField(document.activeElement) && document.activeElement?.closest('#content') !== null

/** Whether somebody is marking text there, to take it away: it stays under the hand. */
function isMarked() {
  const marked = getSelection()
  const content = document.getElementById('content')
  return marked !== null && !marked.isCollapsed && content !== null && marked.containsNode(content, true)
}

/**
 * A way to find the same element in the page that takes its place.
 * @param {Element | null} element
 * @returns {string | null}
 */
function placeOf(element) {
  if (element === null || element === document.body) return null
  if (element.id !== '') return `#${CSS.escape(element.id)}`
  if (element instanceof HTMLAnchorElement) return `a[href="${CSS.escape(element.getAttribute('href') ?? '')}"]`
  const form = element.closest('form')
  if (form === null) return null
  const fields = [...new FormData(form)].map(
    ([name, value]) => `:has([name="${CSS.escape(name)}"][value="${CSS.escape(String(value))}"])`,
  )
  return `form[action="${CSS.escape(form.getAttribute('action') ?? '')}"]${fields.join('')} button`
}

/**
 * Puts the parts of another document in place of those here; focus, scroll and what was opened stay.
 * @param {Document} next
 * @param {readonly string[]} ids
 */
function take(next, ids) {
  const focused = placeOf(document.activeElement)
  const opened = [...document.querySelectorAll('#content details[open][id]')].map(({ id }) => id)
  for (const id of ids) {
    const [here, there] = [document.getElementById(id), next.getElementById(id)]
    if (here !== null && there !== null && here.innerHTML !== there.innerHTML) here.replaceChildren(...there.childNodes)
  }
  for (const id of opened) document.getElementById(id)?.setAttribute('open', '')
  if (focused === null || document.querySelector(focused) === document.activeElement) return
  const again = document.querySelector(focused)
  if (again instanceof HTMLElement) again.focus({ preventScroll: true })
}

/** @param {Response} answer */
const documentOf = async (answer) => new DOMParser().parseFromString(await answer.text(), 'text/html')

async function look() {
  isOwed = isWritten() || isMarked()
  if (isOwed) return
  looks += 1
  const own = looks
  const answer = await fetch(location.href)
  if (answer.ok && own === looks) take(await documentOf(answer), PARTS)
}

function later() {
  clearTimeout(waiting)
  waiting = setTimeout(() => look().catch(() => say('lost')), SETTLE_MS)
}

/** @param {'on' | 'lost'} state */
function say(state) {
  const place = document.getElementById('live-state')
  if (place === null) return
  place.className = `live ${state}`
  const words = state === 'on' ? 'live' : 'not connected'
  if (place.textContent !== words) place.textContent = words
}

function listen() {
  if (sandbox === undefined || kinds.length === 0 || events !== undefined) return
  events = new EventSource(`/_local/sandboxes/${sandbox}/events`)
  events.addEventListener('open', () => {
    say('on')
    // What happened before it listened was told to nobody.
    later()
  })
  events.addEventListener('error', () => say('lost'))
  for (const kind of kinds) events.addEventListener(kind, later)
}

/** A browser has few connections to a server: a page that nobody sees keeps none. */
function rest() {
  events?.close()
  events = undefined
}

document.addEventListener('visibilitychange', () => (document.hidden ? rest() : listen()))
window.addEventListener('pagehide', rest)
window.addEventListener('pageshow', listen)

document.addEventListener('submit', (event) => {
  const form = event.target
  if (!(form instanceof HTMLFormElement) || form.method !== 'post' || !form.classList.contains('act')) return
  if (form.dataset.download === 'true') return
  event.preventDefault()
  submit(form).catch(() => form.submit())
})

/**
 * Does what the form does, without leaving the page.
 * @param {HTMLFormElement} form
 */
async function submit(form) {
  const button = form.querySelector('button')
  button?.setAttribute('aria-busy', 'true')
  const fields = [...new FormData(form)].map(([name, value]) => [name, String(value)])
  const answer = await fetch(form.action, { method: 'POST', body: new URLSearchParams(fields) })
  looks += 1
  const next = await documentOf(answer)
  if (new URL(answer.url).pathname !== location.pathname || !answer.ok) return location.assign(answer.url)
  button?.removeAttribute('aria-busy')
  // What was written and is refused is there to be written better.
  const isToMend = next.querySelector('#notice .refused') !== null && form.querySelector(WRITTEN) !== null
  take(next, isToMend ? ['notice'] : [...PARTS, 'notice'])
}

document.addEventListener('focusout', () => {
  if (isOwed) later()
})
document.addEventListener('selectionchange', () => {
  if (isOwed && !isMarked()) later()
})

/** How long a button says that it has copied. */
const COPIED_MS = 2_000

document.addEventListener('click', (event) => {
  const button = event.target
  if (button instanceof HTMLButtonElement && button.dataset.copy !== undefined) copy(button, button.dataset.copy)
})

/**
 * Copies a text of the page. Where the browser does not let a page do so (over plain HTTP from another machine), it is marked.
 * @param {HTMLButtonElement} button
 * @param {string} id
 */
async function copy(button, id) {
  const place = document.getElementById(id)
  if (place === null) return
  const said = await navigator.clipboard?.writeText(place.textContent ?? '').then(
    () => 'Copied',
    () => undefined,
  )
  if (said === undefined) getSelection()?.selectAllChildren(place)
  button.textContent = said ?? 'Marked: press Ctrl+C'
  setTimeout(() => {
    button.textContent = 'Copy'
  }, COPIED_MS)
}

// The notice is said once: the address is that of the page itself, to be shared.
const address = new URL(location.href)
if (address.searchParams.has('notice')) {
  address.searchParams.delete('notice')
  history.replaceState(null, '', address)
}

if (!document.hidden) listen()
