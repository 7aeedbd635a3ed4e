import { KINDS, type Direction, type Kind, type Outcome, type Reason } from './reasons'

/**
 * Who may pass a session's door, and why not: the twin of the server's rules/judge.py, in the same
 * order and words. contract/rules.json holds both to the same table and the same answers.
 */

export type Elsewhere = 'move' | 'ask' | 'refuse' | 'allow'

/** All that is known of one badge at one door at one moment; instants are milliseconds. */
export interface Facts {
  direction: Direction
  at: number
  known: boolean
  other_event: boolean
  forged: boolean
  revoked: boolean
  attendee_cancelled: boolean
  session_cancelled: boolean
  level: string | null
  /** Empty where the session takes every level. */
  levels: readonly string[]
  validate_registrants: boolean
  registrant: boolean
  let_in_before: boolean
  capacity: number | null
  /** What capacity counts. */
  count: number
  opens_at: number | null
  closes_at: number | null
  inside: boolean
  inside_elsewhere: boolean
  elsewhere: Elsewhere
  not_overridable: readonly string[]
}

/** Somebody asks to let this person in against the reasons that were shown to them. */
export interface Override {
  reasons: readonly string[]
  permitted: boolean
}

export interface Judged {
  outcome: Outcome
  reasons: [Reason, Kind][]
  overrode: Reason[]
  overridable: boolean
}

interface Rule {
  reason: Reason
  kind: (facts: Facts) => Kind
  applies: (facts: Facts) => boolean
}

const [STOP, RESTRICTION, NOTICE] = KINDS
const stop = (): Kind => STOP
const restriction = (): Kind => RESTRICTION
const notice = (): Kind => NOTICE

function elsewhere({ elsewhere: setting }: Facts): Kind {
  return setting === 'ask' || setting === 'refuse' ? RESTRICTION : NOTICE
}

// Whose a badge is, is asked only of one that can be the event's: the others are nobody's here.
function isUnknown({ known, other_event, forged }: Facts): boolean {
  return !known && !other_event && !forged
}

// Whoever was let in before is not turned away for the list on coming back.
function isUnlisted(facts: Facts): boolean {
  return facts.validate_registrants && !facts.registrant && !facts.let_in_before
}

// Of a badge that is nobody's it can't be said: whoever holds it may be inside.
function isFull({ known, capacity, inside, count }: Facts): boolean {
  return known && capacity !== null && !inside && count >= capacity
}

function isOutsideWindow({ at, opens_at, closes_at }: Facts): boolean {
  return (opens_at !== null && at < opens_at) || (closes_at !== null && at > closes_at)
}

export const TABLE: Record<Direction, readonly Rule[]> = {
  in: [
    { reason: 'unknown_badge', kind: stop, applies: isUnknown },
    { reason: 'other_event', kind: stop, applies: (f) => f.other_event },
    { reason: 'forged_badge', kind: stop, applies: (f) => f.forged },
    { reason: 'badge_revoked', kind: stop, applies: (f) => f.revoked },
    { reason: 'attendee_cancelled', kind: stop, applies: (f) => f.attendee_cancelled },
    { reason: 'session_cancelled', kind: stop, applies: (f) => f.session_cancelled },
    {
      reason: 'level_not_included',
      kind: restriction,
      applies: (f) => f.known && f.levels.length > 0 && (f.level === null || !f.levels.includes(f.level)),
    },
    { reason: 'not_on_schedule', kind: restriction, applies: (f) => f.known && isUnlisted(f) },
    { reason: 'capacity_reached', kind: restriction, applies: isFull },
    { reason: 'outside_scan_window', kind: restriction, applies: isOutsideWindow },
    { reason: 'inside_elsewhere', kind: elsewhere, applies: (f) => f.inside_elsewhere },
    { reason: 'already_inside', kind: notice, applies: (f) => f.inside },
  ],
  // We never keep anyone in: only a badge that names nobody is refused on the way out.
  out: [
    { reason: 'unknown_badge', kind: stop, applies: isUnknown },
    { reason: 'other_event', kind: stop, applies: (f) => f.other_event },
    { reason: 'forged_badge', kind: stop, applies: (f) => f.forged },
    { reason: 'badge_revoked', kind: notice, applies: (f) => f.revoked },
    { reason: 'attendee_cancelled', kind: notice, applies: (f) => f.attendee_cancelled },
    { reason: 'session_cancelled', kind: notice, applies: (f) => f.session_cancelled },
    { reason: 'outside_scan_window', kind: notice, applies: isOutsideWindow },
    { reason: 'not_inside', kind: notice, applies: (f) => f.known && !f.inside },
  ],
}

const REPEATS: ReadonlySet<Reason> = new Set(['already_inside', 'not_inside'])

/** Decides one scan: every reason that applies, the outcome, and what an override overruled. */
export function judge(facts: Facts, override: Override | null = null): Judged {
  const reasons = TABLE[facts.direction]
    .filter((rule) => rule.applies(facts))
    .map((rule): [Reason, Kind] => [rule.reason, rule.kind(facts)])
  const verdict = (outcome: Outcome, more: Partial<Judged> = {}): Judged =>
    ({ outcome, reasons, overrode: [], overridable: false, ...more })
  if (reasons.some(([, kind]) => kind === STOP)) return verdict('refused')
  // Restrictions guard the way in: they don't turn out who is inside.
  if (reasons.some(([reason]) => REPEATS.has(reason))) return verdict('repeated')
  const passed = facts.direction === 'in' ? 'admitted' : 'left'
  const standing = reasons.filter(([, kind]) => kind === RESTRICTION).map(([reason]) => reason)
  if (standing.length === 0) return verdict(passed)
  if (standing.some((reason) => isNeverOverridden(facts, reason))) return verdict('refused')
  const named = override !== null && standing.every((reason) => override.reasons.includes(reason))
  if (named && override.permitted) return verdict(passed, { overrode: standing })
  return verdict('refused', { overridable: true })
}

function isNeverOverridden(facts: Facts, reason: Reason): boolean {
  return facts.not_overridable.includes(reason) || (facts.elsewhere === 'refuse' && reason === 'inside_elsewhere')
}
