import type { Params, Why } from '../../rules/nouns'
import { isReason, type Kind, type Reason } from '../../rules/reasons'
import { clock, count, dayAndClock, listed, type Zone } from '../format'
import { language } from '../language'
import type { Language } from '../languages'
import type { Catalogue, Entrance, Told } from './catalogue'
import { de } from './de'
import { en } from './en'
import { es } from './es'
import { fr } from './fr'

export interface Said {
  headline: string
  sentence: string
  /** The sentence in a few words, to stand under the headline instead of it. */
  brief?: string
}

export const CATALOGUES: Record<Language, Catalogue> = { en, de, es, fr }

export const KIND_WORDS: Record<Kind, string> = CATALOGUES[language].kinds

/** The words for a reason; one that this version does not know is told in the server's words. */
export function say(why: Why, zone: Zone, doorHere: string): Said {
  return sayIn(CATALOGUES[language], why, { zone, doorHere })
}

interface Place {
  zone: Zone
  doorHere: string
}

export function sayIn(catalogue: Catalogue, { code, kind, message, params }: Why, place: Place): Said {
  if (!isReason(code)) {
    const { notice, refusal } = catalogue.unknown
    return { headline: kind === 'notice' ? notice : refusal, sentence: message }
  }
  const said = tellIn(catalogue, code, TOLD[code](params, place))
  return code === 'already_inside' ? { ...said, brief: catalogue.entrance(entrance(params, place)) } : said
}

function tellIn<R extends Reason>(catalogue: Catalogue, code: R, told: Told[R]): Said {
  const { headline, sentence } = catalogue.reasons[code]
  return { headline, sentence: sentence(told) }
}

/** Picks what a reason tells out of what the server sent with it. */
const TOLD: { [R in Reason]: (params: Params, place: Place) => Told[R] } = {
  unknown_badge: () => ({}),
  other_event: () => ({}),
  forged_badge: () => ({}),
  badge_revoked: ({ revoked_at }, { zone }) => ({ at: day(revoked_at, zone) }),
  attendee_cancelled: ({ cancelled_at }, { zone }) => ({ at: day(cancelled_at, zone) }),
  session_cancelled: ({ cancelled_at }, { zone }) => ({ at: day(cancelled_at, zone) }),
  level_not_included: ({ level, levels }) => ({ level: text(level), takes: list(levels) }),
  not_on_schedule: () => ({}),
  capacity_reached: ({ count, capacity, leased, alone }) => ({
    count: figure(count), capacity: figure(capacity), leased: figure(leased), isAlone: alone === true,
  }),
  outside_scan_window: ({ opens_at, closes_at }, { zone }) => ({ opens: time(opens_at, zone), closes: time(closes_at, zone) }),
  inside_elsewhere: ({ title, since }, { zone }) => ({ title: text(title), since: time(since, zone) }),
  already_inside: entrance,
  not_inside: ({ last_out_at }, { zone }) => ({ lastOut: time(last_out_at, zone) }),
}

/** Doors are known by an id of the phone that stands at them, which says nothing to people. */
function entrance({ since, door }: Params, { zone, doorHere }: Place): Entrance {
  return { at: time(since, zone), door: text(door) === null ? null : door === doorHere ? 'here' : 'elsewhere' }
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

function figure(value: unknown): string | null {
  return typeof value === 'number' ? count(value) : null
}

function list(value: unknown): string | null {
  return Array.isArray(value) && value.length > 0 ? listed(value.map(String)) : null
}

function time(value: unknown, zone: Zone): string | null {
  const at = text(value)
  return at && clock(at, zone)
}

function day(value: unknown, zone: Zone): string | null {
  const at = text(value)
  return at && dayAndClock(at, zone)
}
