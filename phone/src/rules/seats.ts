/** Places of a session that the server lent this phone: to all others they are taken. */
export interface Lease {
  slug: string
  session: string
  seats: number
  /** When it runs out, by the phone's own monotonic clock, in milliseconds. */
  until: number
  /** The same by the server's clock, since the monotonic one may stand still while the phone sleeps. */
  endsAt: number
  /**
   * Places given away since it was asked for, and before without an answer: they may be counted or
   * not. Whoever leaves frees one, so it may be less than none.
   */
  spent: number
}

/** A lease ends this much early, since clocks go at different speeds. */
const MARGIN_MS = 5_000

/** What the server lends, in milliseconds; `beyond`: so many have to leave before anybody's leaving frees a place. */
export interface Lending {
  seats: number
  at: number
  until: number
  beyond: number
}

/** What the answer lends, counted from when it was asked for, so that no delay makes it longer. */
export function leased(answer: Lending, asked: { slug: string; session: string; at: number; unanswered: number }): Lease {
  return {
    slug: asked.slug,
    session: asked.session,
    seats: answer.seats,
    until: asked.at + answer.until - answer.at - MARGIN_MS,
    endsAt: answer.until - MARGIN_MS,
    spent: asked.unanswered + answer.beyond,
  }
}

/** How many places the phone may still give away by itself. */
export function seatsLeft(lease: Lease | null, slug: string, session: string, now: { mono: number; server: number }): number {
  if (lease?.slug !== slug || lease.session !== session) return 0
  if (now.mono >= lease.until || now.server >= lease.endsAt) return 0
  return Math.max(lease.seats - lease.spent, 0)
}
