import type { Direction } from './reasons'

/**
 * When somebody was inside: stays, folded from what passed at the doors, as the server's
 * rules/intervals.py does.
 */

/** One attendee went through one session's door; `at` in milliseconds, `key` is the scan's id. */
export interface Pass {
  at: number
  key: string
  session: number
  direction: Direction
  /** Entering closes the stays in other sessions. */
  moves: boolean
}

/** One time inside a session; `left` is null while it lasts. */
export interface Stay {
  session: number
  entered: number
  left: number | null
}

export function isInside(stays: readonly Stay[], session: number): boolean {
  return stays.some((stay) => stay.session === session && stay.left === null)
}

export function wasLetIn(stays: readonly Stay[], session: number): boolean {
  return stays.some((stay) => stay.session === session)
}

/** The stays in other sessions that last. */
export function elsewhere(stays: readonly Stay[], session: number): Stay[] {
  return stays.filter((stay) => stay.session !== session && stay.left === null)
}

/** Folds passes that came after the given stays, in any order. */
export function after(stays: readonly Stay[], passes: readonly Pass[]): Stay[] {
  const inOrder = [...passes].sort((a, b) => a.at - b.at || (a.key < b.key ? -1 : Number(a.key > b.key)))
  return inOrder.reduce(step, [...stays])
}

function step(stays: Stay[], pass: Pass): Stay[] {
  if (pass.direction === 'out') return stays.map((stay) => (stay.session === pass.session ? ended(stay, pass.at) : stay))
  if (isInside(stays, pass.session)) return stays
  const others = pass.moves ? stays.map((stay) => ended(stay, pass.at)) : stays
  return [...others, { session: pass.session, entered: pass.at, left: null }]
}

function ended(stay: Stay, at: number): Stay {
  return stay.left === null ? { ...stay, left: at } : stay
}
