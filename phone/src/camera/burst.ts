/** Tells a scanner that types from a person: people do not keep this pace. */
const MEAN_GAP_MS = 45
const LONGEST_GAP_MS = 150
const SHORTEST = 6

export interface Burst {
  text: string
  keys: number
}

/** Gathers keys; a fast run of at least six that ends in Enter or Tab is a badge. */
export class Bursts {
  private text = ''
  private startedAt = 0
  private lastAt = 0

  /** The badge, if this key ends a burst. */
  press(key: string, at: number): Burst | null {
    if (key === 'Enter' || key === 'Tab') return this.end(at)
    // Shift and the like come between the letters of some scanners.
    if ([...key].length !== 1) return null
    if (this.text === '' || at - this.lastAt > LONGEST_GAP_MS) {
      this.text = ''
      this.startedAt = at
    }
    this.text += key
    this.lastAt = at
    return null
  }

  private end(at: number): Burst | null {
    const { text } = this
    const gaps = Math.max([...text].length - 1, 1)
    const isFast = (this.lastAt - this.startedAt) / gaps < MEAN_GAP_MS && at - this.lastAt <= LONGEST_GAP_MS
    this.text = ''
    return isFast && text.length >= SHORTEST ? { text, keys: text.length } : null
  }
}
