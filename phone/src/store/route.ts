import { signal } from '@preact/signals'

export type Route =
  | { screen: 'home' }
  | { screen: 'events' }
  | { screen: 'toolkit'; slug: string }
  | { screen: 'sessions'; slug: string }
  | { screen: 'session'; slug: string; code: string }
  | { screen: 'scan'; slug: string; code: string }
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
    case 'find': return route.code === null ? '/find' : `/sessions/${encodeURIComponent(route.code)}/find`
    case 'profile': return `/attendees/${route.id}`
  }
}

/** Where the person is. Hashes, not pages: some phones lose the camera on a page load. */
export const route = signal(parse(location.hash))

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
