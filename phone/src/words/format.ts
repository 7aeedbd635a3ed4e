import { language } from './language'
import { LOCALES } from './languages'
import { numbersIn } from './numbers'

const LOCALE = LOCALES[language]

export type Zone = string

export const { count } = numbersIn(language)

export function clock(at: string, zone: Zone): string {
  return format(at, { hour: '2-digit', minute: '2-digit', timeZone: zone })
}

export function dayAndClock(at: string, zone: Zone): string {
  return format(at, { day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit', timeZone: zone })
}

/** A calendar day such as 2026-02-01, in words. */
export function dayName(day: string): string {
  return format(`${day}T12:00:00Z`, { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' })
}

export function shortDay(day: string): string {
  return format(`${day}T12:00:00Z`, { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' })
}

/** The days of an event: one day, from and to, or nothing while they are not known. */
export function days(from: string | null, to: string | null): string {
  if (from === null || to === null) return ''
  const range = new Intl.DateTimeFormat(LOCALE, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })
  return range.formatRange(new Date(`${from}T12:00:00Z`), new Date(`${to}T12:00:00Z`))
}

export function listed(items: string[]): string {
  return new Intl.ListFormat(LOCALE, { type: 'disjunction' }).format(items)
}

function format(at: string, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(LOCALE, options).format(new Date(at))
}
