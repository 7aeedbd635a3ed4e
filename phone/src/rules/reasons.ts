/** Why somebody may not pass, or what is worth saying: the server's closed list, in its order. */
export const REASONS = [
  'unknown_badge',
  'other_event',
  'forged_badge',
  'badge_revoked',
  'attendee_cancelled',
  'session_cancelled',
  'level_not_included',
  'not_on_schedule',
  'capacity_reached',
  'outside_scan_window',
  'inside_elsewhere',
  'already_inside',
  'not_inside',
] as const

export type Reason = (typeof REASONS)[number]

/** How much a reason weighs: a stop is never overridden, a notice changes nothing. */
export const KINDS = ['stop', 'restriction', 'notice'] as const
export type Kind = (typeof KINDS)[number]

export const OUTCOMES = ['admitted', 'left', 'repeated', 'refused'] as const
export type Outcome = (typeof OUTCOMES)[number]

export const DIRECTIONS = ['in', 'out'] as const
export type Direction = (typeof DIRECTIONS)[number]

export function opposite(direction: Direction): Direction {
  return direction === 'in' ? 'out' : 'in'
}

export function isReason(code: string): code is Reason {
  return REASONS.some((reason) => reason === code)
}
