import type { Tally } from '../rules/nouns'
import { words } from '../words'
import { count } from '../words/format'

/** How full a room is: who is inside, of how many, and a bar where there is a maximum. */
export function Bar({ tally }: { tally: Tally }) {
  const { inside, capacity } = tally
  if (capacity === null) return null
  const share = capacity === 0 ? 1 : Math.min(inside / capacity, 1)
  return (
    <div class="bar" data-level={level(inside, capacity)} role="img"
      aria-label={words.capacity(count(inside), count(capacity))}>
      <div class="bar-fill" style={{ transform: `scaleX(${share})` }} />
    </div>
  )
}

/** How many places are free, or how many people are over. */
export function places(tally: Tally): string {
  if (tally.capacity === null) return words.noCapacity
  const free = tally.capacity - tally.inside
  if (free === 0) return words.full
  return free < 0 ? words.overBy(count(-free)) : words.left(count(free))
}

export function level(inside: number, capacity: number | null): 'easy' | 'tight' | 'full' {
  if (capacity === null) return 'easy'
  if (inside >= capacity) return 'full'
  return inside >= capacity * 0.9 ? 'tight' : 'easy'
}
