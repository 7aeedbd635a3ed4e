/** How quickly keys must follow each other to be a scanner's. */
interface Pace {
  mean: number
  longest: number
}

/** Where the keys go: in a text field people type too, elsewhere on the page only scanners do. */
export type Place = 'field' | 'page'

// Between two letters some scanners take as long as people, so only a text field is strict.
const PACE_MS: Record<Place, Pace> = {
  field: { mean: 45, longest: 150 },
  page: { mean: 200, longest: 500 },
}
const SHORTEST = 6

export interface Burst {
  text: string
  keys: number
}

/** Gathers keys; a run at a scanner's pace, of at least six that ends in Enter or Tab is a badge. */
export class Bursts {
  private text = ''
  private startedAt = 0
  private lastAt = 0

  /** The badge, if this key ends a burst. */
  press(key: string, at: number, place: Place): Burst | null {
    if (key === 'Enter' || key === 'Tab') return this.end(at, PACE_MS[place])
    // Shift and the like come between the letters of some scanners.
    if ([...key].length !== 1) return null
    if (this.text === '' || at - this.lastAt > PACE_MS[place].longest) {
      this.text = ''
      this.startedAt = at
    }
    this.text += key
    this.lastAt = at
    return null
  }

  private end(at: number, pace: Pace): Burst | null {
    const { text } = this
    const gaps = Math.max([...text].length - 1, 1)
    const isFast = (this.lastAt - this.startedAt) / gaps <= pace.mean && at - this.lastAt <= pace.longest
    this.text = ''
    return isFast && text.length >= SHORTEST ? { text, keys: text.length } : null
  }
}
