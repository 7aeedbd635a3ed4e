import { signal } from '@preact/signals'

const TICK_MS = 2_000

/** The phone's clock, the one place that asks for it; screens and effects follow it. */
export const now = signal(new Date())

export function tick(): void {
  now.value = new Date()
}

setInterval(tick, TICK_MS)
document.addEventListener('visibilitychange', tick)

/** Now as ISO 8601 with the phone's own offset. */
export function stamp(at: Date): string {
  const offset = -at.getTimezoneOffset()
  const local = new Date(at.getTime() + offset * 60_000).toISOString().slice(0, -1)
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0')
  return `${local}${offset < 0 ? '-' : '+'}${two(Math.abs(offset) / 60)}:${two(Math.abs(offset) % 60)}`
}
