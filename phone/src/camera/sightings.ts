/** How long a badge must be out of view to count as gone, where frames show no code... */
const GONE_AFTER_MS = 250
/** ...and where no frames came at all. One blurred frame does not make a badge new. */
const FORGOTTEN_AFTER_MS = 2_000
/** A camera that has just opened may need this long to see sharply. */
const FOCUSED_AFTER_MS = 1_500
/** Nobody holds a badge to the phone for longer than this while another screen is open. */
const AWAY_MAX_MS = 2 * 60_000

/** Decides which frames are a new reading: a badge that is held in view is read once. */
export class Sightings {
  private held: string | null = null
  private seenAt = 0
  private lookedAt = 0
  private hasGap = false
  private isReopened = false
  private trustedUntil = 0

  /** The badge to act on, if this frame shows one that was not in view before. */
  see(text: string | null, at: number): string | null {
    this.look(at)
    if (text === null) {
      this.hasGap = true
      return null
    }
    const isHeld = this.holds(text, at)
    this.hold(text, at)
    return isHeld ? null : text
  }

  /** A frame while the phone is busy: a badge that comes now is read once the phone is free. */
  glimpse(text: string | null, at: number): void {
    this.look(at)
    if (text !== null && this.holds(text, at)) this.hold(text, at)
    else if (text !== null) this.held = null
    else this.hasGap = true
  }

  /** To be called before the first frame after another screen: the badge may be in view still. */
  reopen(): void {
    this.isReopened = true
  }

  private look(at: number): void {
    if (this.isReopened) {
      const hadLeft = this.hasGap && this.lookedAt - this.seenAt >= GONE_AFTER_MS
      if (!hadLeft && at - this.seenAt < AWAY_MAX_MS) this.trustedUntil = at + FOCUSED_AFTER_MS
      this.isReopened = false
    }
    this.lookedAt = at
  }

  private holds(text: string, at: number): boolean {
    if (text !== this.held) return false
    return at < this.trustedUntil || at - this.seenAt < (this.hasGap ? GONE_AFTER_MS : FORGOTTEN_AFTER_MS)
  }

  private hold(text: string, at: number): void {
    this.held = text
    this.seenAt = at
    this.hasGap = false
    this.trustedUntil = 0
  }
}

let opened = { door: '', sightings: new Sightings() }

/**
 * The sightings of a door, for its screen that opens. They outlive the screen: a badge that is in
 * view before and after a look at a profile is not new. At another door everything is.
 */
export function sightingsAt(door: string): Sightings {
  if (opened.door === door) opened.sightings.reopen()
  else opened = { door, sightings: new Sightings() }
  return opened.sightings
}

/** Says that the open door was turned round: what is in view now was read before it was. */
export function turnedTo(door: string): void {
  opened.door = door
}
