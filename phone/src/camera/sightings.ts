/** How long a badge must be out of view to count as gone, where frames show no code... */
const GONE_AFTER_MS = 250
/** ...and where no frames came at all. One blurred frame does not make a badge new. */
const FORGOTTEN_AFTER_MS = 2_000

/** Decides which frames are a new reading: a badge that is held in view is read once. */
export class Sightings {
  private held: string | null = null
  private seenAt = 0
  private hasGap = false

  /** The badge to act on, if this frame shows one that was not in view before. */
  see(text: string | null, at: number): string | null {
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
    if (text !== null && this.holds(text, at)) this.hold(text, at)
    else if (text !== null) this.held = null
    else this.hasGap = true
  }

  private holds(text: string, at: number): boolean {
    return text === this.held && at - this.seenAt < (this.hasGap ? GONE_AFTER_MS : FORGOTTEN_AFTER_MS)
  }

  private hold(text: string, at: number): void {
    this.held = text
    this.seenAt = at
    this.hasGap = false
  }
}
