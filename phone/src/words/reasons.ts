import type { Params, Why } from '../rules/nouns'
import { isReason, type Kind, type Reason } from '../rules/reasons'
import { clock, count, dayAndClock, listed, type Zone } from './format'

export interface Said {
  /** Few words, large on the screen. */
  headline: string
  /** One sentence that says what is the matter. */
  sentence: string
  /** The sentence in a few words, to stand under the headline instead of it. */
  brief?: string
}

type Says = (params: Params, zone: Zone, doorHere: string) => Said

// A Record, not a lookup with a default: a new reason without words does not compile.
export const SAYS: Record<Reason, Says> = {
  unknown_badge: () => ({
    headline: 'Unknown badge',
    sentence: 'No attendee of this event has this badge.',
  }),
  other_event: () => ({
    headline: 'Another event',
    sentence: 'This badge was made for another event.',
  }),
  forged_badge: () => ({
    headline: 'Not genuine',
    sentence: 'This badge was not made by this event. Send the person to registration.',
  }),
  badge_revoked: (params, zone) => ({
    headline: 'Badge replaced',
    sentence: `This badge was replaced${on(params['revoked_at'], zone)}. Ask for the new one.`,
  }),
  attendee_cancelled: (params, zone) => ({
    headline: 'Cancelled',
    sentence: `The registration was cancelled${on(params['cancelled_at'], zone)}.`,
  }),
  session_cancelled: (params, zone) => ({
    headline: 'No session',
    sentence: `This session was cancelled${on(params['cancelled_at'], zone)}.`,
  }),
  level_not_included: (params) => ({
    headline: 'Not included',
    sentence: levels(params),
  }),
  not_on_schedule: () => ({
    headline: 'Not on the list',
    sentence: 'This session is not on the attendee’s schedule.',
  }),
  capacity_reached: (params) => ({
    headline: 'Room is full',
    sentence: `${figure(params['count'])} of ${figure(params['capacity'])} places are taken.`,
  }),
  outside_scan_window: (params, zone) => window(params, zone),
  inside_elsewhere: (params, zone) => ({
    headline: 'In another session',
    sentence: `Still inside ${string(params['title']) || 'another session'}${since(params['since'], zone)}.`,
  }),
  already_inside: (params, zone, doorHere) => ({
    headline: 'Already in',
    sentence: `Scanned in${at(params['since'], zone)}${comma(where(params['door'], doorHere))}.`,
    brief: [string(params['since']) && clock(string(params['since']), zone), where(params['door'], doorHere)]
      .filter(Boolean).join(', '),
  }),
  not_inside: (params, zone) => ({
    headline: 'Was not in',
    sentence: string(params['last_out_at'])
      ? `Went out${at(params['last_out_at'], zone)}, and was not scanned in since.`
      : 'No scan in came before this scan out. It is recorded.',
  }),
}

/** The words for a reason; one that this version does not know is told in the server's words. */
export function say(why: Why, zone: Zone, doorHere: string): Said {
  if (isReason(why.code)) return SAYS[why.code](why.params, zone, doorHere)
  return { headline: why.kind === 'notice' ? 'Note' : 'Not allowed', sentence: why.message }
}

export const KIND_WORDS: Record<Kind, string> = {
  stop: 'Final',
  restriction: 'Restriction',
  notice: 'Note',
}

function window(params: Params, zone: Zone): Said {
  const opens = string(params['opens_at'])
  const closes = string(params['closes_at'])
  return {
    headline: 'Door is closed',
    sentence: opens && closes
      ? `Scanning is open from ${clock(opens, zone)} to ${clock(closes, zone)}.`
      : opens ? `Scanning opens at ${clock(opens, zone)}.`
      : closes ? `Scanning closed at ${clock(closes, zone)}.`
      : 'Scanning is not open now.',
  }
}

function levels(params: Params): string {
  const level = string(params['level'])
  const takes = Array.isArray(params['levels']) ? params['levels'].map(String) : []
  const holds = level ? `“${level}” does not include this session.` : 'No registration level.'
  return takes.length > 0 ? `${holds} It takes ${listed(takes)}.` : holds
}

/** Doors are known by an id of the phone that stands at them, which says nothing to people. */
function where(door: unknown, doorHere: string): string {
  if (!string(door)) return ''
  return door === doorHere ? 'at this door' : 'at another door'
}

function comma(text: string): string {
  return text && `, ${text}`
}

function string(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function figure(value: unknown): string {
  return typeof value === 'number' ? count(value) : 'All'
}

function on(value: unknown, zone: Zone): string {
  return string(value) ? ` on ${dayAndClock(string(value), zone)}` : ''
}

function at(value: unknown, zone: Zone): string {
  return string(value) ? ` at ${clock(string(value), zone)}` : ''
}

function since(value: unknown, zone: Zone): string {
  return string(value) ? `, since ${clock(string(value), zone)}` : ''
}
