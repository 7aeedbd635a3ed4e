import type { Instant, SessionTimes, What } from './nouns'

/** How a session goes, as far as this phone knows: what the server told, and what waits here. */
export interface Course {
  startedAt: Instant | null
  endedAt: Instant | null
  breaks: { began_at: Instant; ended_at: Instant }[]
  onBreakSince: Instant | null
  attestedAt: Instant | null
}

/** One thing that was said here; `at` is the best time that is known of it. */
export interface Word {
  what: What
  at: Instant
}

const NOTHING: Course = { startedAt: null, endedAt: null, breaks: [], onBreakSince: null, attestedAt: null }

/** Follows what was said, in order; what contradicts it changes nothing, as the server will say. */
export function courseOf(times: SessionTimes | null, words: readonly Word[]): Course {
  const heard = times === null ? NOTHING : {
    startedAt: times.started_at,
    endedAt: times.ended_at,
    breaks: times.breaks,
    onBreakSince: times.on_break_since,
    attestedAt: times.attested_at,
  }
  return words.reduce((course, word) => (may(course, word.what) ? after(course, word) : course), heard)
}

/** Whether this can be said of a session that went so. */
export function may(course: Course, what: What): boolean {
  const isOn = course.startedAt !== null && course.endedAt === null
  switch (what) {
    case 'started': return course.startedAt === null && course.endedAt === null
    case 'break_began': return isOn && course.onBreakSince === null
    case 'break_ended': return isOn && course.onBreakSince !== null
    case 'ended': return isOn
    case 'attested': return course.endedAt !== null
    case 'head_count': return true
  }
}

function after(course: Course, { what, at }: Word): Course {
  switch (what) {
    case 'started': return { ...course, startedAt: at }
    case 'break_began': return { ...course, onBreakSince: at }
    case 'break_ended': return { ...course, ...pause(course, at) }
    // A break that is on ends with the session.
    case 'ended': return { ...course, ...pause(course, at), endedAt: at }
    case 'attested': return { ...course, attestedAt: at }
    case 'head_count': return course
  }
}

function pause({ breaks, onBreakSince }: Course, at: Instant): Pick<Course, 'breaks' | 'onBreakSince'> {
  const over = onBreakSince === null ? [] : [{ began_at: onBreakSince, ended_at: at }]
  return { breaks: [...breaks, ...over], onBreakSince: null }
}
