import type {
  Attestation, Event, Found, Me, Profile, Result, Scan, Session, SessionTimes, Standing, Undone,
} from '../rules/nouns'
import type { RosterAnswer } from '../rules/roster'
import { ask } from './http'
import * as wire from './wire'

const ROOT = '/api/v1'
/** Twenty thousand people over a crowded network. */
const ROSTER_PATIENCE_MS = 60_000

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

/** Sends scans of one door, in order. Sending the same scan again is safe: its id makes it one. */
export async function postScans(slug: string, door: string, scans: Scan[], signal?: AbortSignal): Promise<Result[]> {
  const body = { door, scans }
  const options = { method: 'POST', body, ...(signal === undefined ? {} : { signal }) } as const
  return (await ask(at(slug, 'scans'), wire.results, options)).results
}

export async function postScan(slug: string, door: string, scan: Scan, signal: AbortSignal): Promise<Result> {
  const [result] = await postScans(slug, door, [scan], signal)
  if (result === undefined) throw new Error('The server answered a scan with no result.')
  return result
}

export function postVoid(slug: string, id: string, entry: number): Promise<Undone> {
  return ask(at(slug, 'voids'), wire.undone, { method: 'POST', body: { id, entry } })
}

/** How a session really went, by all that was said of it. */
export function fetchTimes(slug: string, code: string): Promise<SessionTimes> {
  return ask(timesAt(slug, code), wire.sessionTimes)
}

/** Says how a session goes. Sending the same again is safe: its id makes it one. */
export function postAttestation(slug: string, code: string, said: Attestation): Promise<wire.SaidAnswer> {
  return ask(timesAt(slug, code), wire.attested, { method: 'POST', body: said })
}

function timesAt(slug: string, code: string): string {
  // A code may hold slashes, which belong to the address.
  const path = code.split('/').map(encodeURIComponent).join('/')
  return at(slug, `sessions/${path}/attestations`)
}

/** Says where this phone stands; the server keeps only what was said last, and tells what it lends. */
export function putDoor(slug: string, phone: string, standing: Standing): Promise<wire.DoorAnswer> {
  return ask(at(slug, `doors/${encodeURIComponent(phone)}`), wire.door, { method: 'PUT', body: standing })
}

/** What deciding needs: all of it, or what changed since a version. */
export function fetchRoster(slug: string, since: string | null): Promise<RosterAnswer> {
  const query = since === null ? '' : `?since=${encodeURIComponent(since)}`
  return ask(at(slug, `roster${query}`), wire.roster, { patienceMs: ROSTER_PATIENCE_MS })
}

export function liveAddress(slug: string): string {
  return at(slug, 'live')
}
