import type { Kind, Reason } from '../../rules/reasons'

type Nothing = Record<never, never>
/** A clock or a day, a number, a name: written as people read it; null where the server did not say. */
type Part = string | null

/** What each reason tells besides its name. */
export interface Told {
  unknown_badge: Nothing
  other_event: Nothing
  forged_badge: Nothing
  badge_revoked: { at: Part }
  attendee_cancelled: { at: Part }
  session_cancelled: { at: Part }
  level_not_included: { level: Part; takes: Part }
  not_on_schedule: Nothing
  /** `leased` places are kept for other doors; alone, the phone only knows what it heard last. */
  capacity_reached: { count: Part; capacity: Part; leased: Part; isAlone: boolean }
  outside_scan_window: { opens: Part; closes: Part }
  inside_elsewhere: { title: Part; since: Part }
  already_inside: Entrance
  not_inside: { lastOut: Part }
}

/** When somebody came in, and by which door: the one where this phone stands, or another. */
export interface Entrance {
  at: Part
  door: 'here' | 'elsewhere' | null
}

interface Telling<T> {
  /** Few words, large on the screen: none longer than 13 letters, which a phone shows in one line. */
  headline: string
  /** One sentence or two that say what is the matter. */
  sentence: (told: T) => string
}

/** How one language tells the reasons. Each orders the parts its own way; a reason without words does not compile. */
export interface Catalogue {
  reasons: { [R in Reason]: Telling<Told[R]> }
  /** When and where somebody came in, to stand under the headline; may be empty. */
  entrance: (told: Entrance) => string
  kinds: Record<Kind, string>
  /** Headlines for reasons that this version does not know. */
  unknown: { refusal: string; notice: string }
}
