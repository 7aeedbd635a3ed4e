import { effect, signal } from '@preact/signals'

export type Route =
  | { screen: 'home' }
  | { screen: 'events' }
  | { screen: 'toolkit'; slug: string }
  | { screen: 'sessions'; slug: string }
  | { screen: 'session'; slug: string; code: string }
  | { screen: 'scan'; slug: string; code: string }
  | { screen: 'monitor'; slug: string; code: string }
  | { screen: 'find'; slug: string; code: string | null }
  | { screen: 'profile'; slug: string; id: number }

export function parse(hash: string): Route {
  const [first, slug, place, code, action] = hash.replace(/^#\/?/, '').split('/').map(decodeURIComponent)
  if (first === 'events') return { screen: 'events' }
  if (first !== 'e' || !slug) return { screen: 'home' }
  if (place === 'find') return { screen: 'find', slug, code: null }
  if (place === 'attendees' && code) return { screen: 'profile', slug, id: Number(code) }
  if (place !== 'sessions') return { screen: 'toolkit', slug }
  if (!code) return { screen: 'sessions', slug }
  if (action === 'scan') return { screen: 'scan', slug, code }
  if (action === 'monitor') return { screen: 'monitor', slug, code }
  if (action === 'find') return { screen: 'find', slug, code }
  return { screen: 'session', slug, code }
}

export function href(route: Route): string {
  if (route.screen === 'home') return '#/'
  if (route.screen === 'events') return '#/events'
  return `#/e/${encodeURIComponent(route.slug)}${tail(route)}`
}

function tail(route: Exclude<Route, { screen: 'home' | 'events' }>): string {
  switch (route.screen) {
    case 'toolkit': return ''
    case 'sessions': return '/sessions'
    case 'session': return `/sessions/${encodeURIComponent(route.code)}`
    case 'scan': return `/sessions/${encodeURIComponent(route.code)}/scan`
    case 'monitor': return `/sessions/${encodeURIComponent(route.code)}/monitor`
    case 'find': return route.code === null ? '/find' : `/sessions/${encodeURIComponent(route.code)}/find`
    case 'profile': return `/attendees/${route.id}`
  }
}

const LAST = 'usher-place'
const LAST_KEPT_MS = 12 * 3_600_000

/** Where the person was, if the app was opened anew within hours: a phone that died at a door is back there. */
function lastPlace(now: number): string {
  const [hash, at] = (localStorage.getItem(LAST) ?? '').split(' ')
  return hash !== undefined && now - Number(at) < LAST_KEPT_MS ? hash : ''
}

/** Where the person is. Hashes, not pages: some phones lose the camera on a page load. */
export const route = signal(parse(location.hash || lastPlace(Date.now())))

effect(() => {
  const place = route.value
  if (place.screen === 'session' || place.screen === 'scan' || place.screen === 'monitor') localStorage.setItem(LAST, `${href(place)} ${Date.now()}`)
  else if (place.screen === 'events' || place.screen === 'toolkit') localStorage.removeItem(LAST)
})

window.addEventListener('hashchange', () => {
  route.value = parse(location.hash)
})

export function go(to: Route): void {
  location.hash = href(to)
}

/** Goes on without leaving the present place in the history. */
export function replace(to: Route): void {
  history.replaceState(null, '', href(to))
  route.value = to
}

/** Goes back, or to the given place where there is nothing to go back to. */
export function back(otherwise: Route): void {
  if (history.length > 1 && visits > 0) history.back()
  else replace(otherwise)
}

let visits = 0
window.addEventListener('hashchange', () => (visits += 1))
