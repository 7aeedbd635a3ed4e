import type { Event, Found, Me, Profile, Result, Scan, Session, Standing, Undone } from '../rules/nouns'
import { ask, tell } from './http'
import * as wire from './wire'

const ROOT = '/api/v1'

function at(slug: string, path: string): string {
  return `${ROOT}/events/${encodeURIComponent(slug)}/${path}`
}

export function fetchMe(): Promise<Me> {
  return ask(`${ROOT}/me`, wire.me)
}

export async function fetchEvents(): Promise<Event[]> {
  return (await ask(`${ROOT}/events`, wire.events)).events
}

export async function fetchSessions(slug: string): Promise<Session[]> {
  return (await ask(at(slug, 'sessions'), wire.sessions)).sessions
}

export async function fetchFound(slug: string, search: string, signal: AbortSignal): Promise<Found[]> {
  const path = at(slug, `attendees?search=${encodeURIComponent(search)}`)
  return (await ask(path, wire.attendees, { signal })).attendees
}

export function fetchProfile(slug: string, id: number): Promise<Profile> {
  return ask(at(slug, `attendees/${id}`), wire.profile)
}

/** Sends one scan. Sending the same scan again is safe: its id makes it one. */
export async function postScan(slug: string, door: string, scan: Scan, signal: AbortSignal): Promise<Result> {
  const body = { door, scans: [scan] }
  const { results } = await ask(at(slug, 'scans'), wire.results, { method: 'POST', body, signal })
  const [result] = results
  if (result === undefined) throw new Error('The server answered a scan with no result.')
  return result
}

export function postVoid(slug: string, id: string, entry: number): Promise<Undone> {
  return ask(at(slug, 'voids'), wire.undone, { method: 'POST', body: { id, entry } })
}

/** Says where this phone stands; the server keeps only what was said last. */
export function putDoor(slug: string, phone: string, standing: Standing): Promise<void> {
  return tell(at(slug, `doors/${encodeURIComponent(phone)}`), { method: 'PUT', body: standing })
}

export function liveAddress(slug: string): string {
  return at(slug, 'live')
}
