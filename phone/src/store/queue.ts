import type { Effect, Waiting } from './outbox'

type Sum = Pick<Effect, 'attended' | 'inside' | 'seats'>

const NOTHING: Readonly<Sum> = { attended: 0, inside: 0, seats: 0 }

/** Scans by their id, by attendee, and added up by session: each scan asks, and thousands may wait. */
export class Queue {
  private readonly byId = new Map<string, Waiting>()
  private readonly byAttendee = new Map<number, Map<string, Effect>>()
  private readonly sums = new Map<string, Sum>()

  get size(): number {
    return this.byId.size
  }

  get(id: string): Waiting | undefined {
    return this.byId.get(id)
  }

  all(): Waiting[] {
    return [...this.byId.values()]
  }

  /** What scans of an attendee did. */
  of(attendee: number): Effect[] {
    return [...(this.byAttendee.get(attendee)?.values() ?? [])]
  }

  /** What all scans of a session did to its counts. */
  sum(slug: string, code: string): Readonly<Sum> {
    return this.sums.get(placeOf(slug, code)) ?? NOTHING
  }

  put(one: Waiting): void {
    this.delete(one.scan.id)
    this.byId.set(one.scan.id, one)
    const effect = effectOf(one)
    if (effect === null) return
    this.add(one, effect, 1)
    if (effect.attendee === null) return
    const theirs = this.byAttendee.get(effect.attendee) ?? new Map<string, Effect>()
    this.byAttendee.set(effect.attendee, theirs.set(one.scan.id, effect))
  }

  delete(id: string): void {
    const one = this.byId.get(id)
    this.byId.delete(id)
    const effect = one === undefined ? null : effectOf(one)
    if (one === undefined || effect === null) return
    this.add(one, effect, -1)
    const theirs = this.byAttendee.get(effect.attendee ?? -1)
    theirs?.delete(id)
    if (theirs?.size === 0) this.byAttendee.delete(effect.attendee ?? -1)
  }

  private add({ slug, scan }: Waiting, effect: Effect, times: 1 | -1): void {
    const place = placeOf(slug, scan.session)
    const { attended, inside, seats } = this.sums.get(place) ?? NOTHING
    this.sums.set(place, {
      attended: attended + times * effect.attended,
      inside: inside + times * effect.inside,
      seats: seats + times * effect.seats,
    })
  }
}

/** What it did; nothing once it was taken back. */
function effectOf(one: Waiting): Effect | null {
  return one.undone === undefined ? one.effect : null
}

function placeOf(slug: string, code: string): string {
  return `${slug} ${code}`
}
