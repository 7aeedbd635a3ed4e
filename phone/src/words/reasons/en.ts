import type { Catalogue, Entrance } from './catalogue'

const DOORS = { here: 'at this door', elsewhere: 'at another door' }

function entrance({ at, door }: Entrance): string {
  return [at, door && DOORS[door]].filter(Boolean).join(', ')
}

export const en: Catalogue = {
  reasons: {
    unknown_badge: {
      headline: 'Unknown badge',
      sentence: () => 'No attendee of this event has this badge.',
    },
    other_event: {
      headline: 'Another event',
      sentence: () => 'This badge was made for another event.',
    },
    forged_badge: {
      headline: 'Not genuine',
      sentence: () => 'This badge was not made by this event. Send the person to registration.',
    },
    badge_revoked: {
      headline: 'Badge replaced',
      sentence: ({ at }) => `This badge was replaced${at ? ` on ${at}` : ''}. Ask for the new one.`,
    },
    attendee_cancelled: {
      headline: 'Cancelled',
      sentence: ({ at }) => (at ? `The registration was cancelled on ${at}.` : 'The registration was cancelled.'),
    },
    session_cancelled: {
      headline: 'No session',
      sentence: ({ at }) => (at ? `This session was cancelled on ${at}.` : 'This session was cancelled.'),
    },
    level_not_included: {
      headline: 'Not included',
      sentence: ({ level, takes }) =>
        (level ? `“${level}” does not include this session.` : 'No registration level.') + (takes ? ` It takes ${takes}.` : ''),
    },
    not_on_schedule: {
      headline: 'Not on the list',
      sentence: () => 'This session is not on the attendee’s schedule.',
    },
    capacity_reached: {
      headline: 'Room is full',
      sentence: ({ count, capacity, leased, isAlone }) => {
        if (!count || !capacity) return 'All places are taken.'
        if (isAlone) return `No places left to give without contact. By this phone’s count: ${count} of ${capacity}.`
        return leased ? `${count} of ${capacity} places are taken, ${leased} are kept for other doors.` : `${count} of ${capacity} places are taken.`
      },
    },
    outside_scan_window: {
      headline: 'Door is closed',
      sentence: ({ opens, closes }) => {
        if (opens && closes) return `Scanning is open from ${opens} to ${closes}.`
        if (opens) return `Scanning opens at ${opens}.`
        return closes ? `Scanning closed at ${closes}.` : 'Scanning is not open now.'
      },
    },
    inside_elsewhere: {
      headline: 'In another session',
      sentence: ({ title, since }) => `Still inside ${title ?? 'another session'}${since ? `, since ${since}` : ''}.`,
    },
    already_inside: {
      headline: 'Already in',
      sentence: ({ at, door }) => `Scanned in${at ? ` at ${at}` : ''}${door ? `, ${DOORS[door]}` : ''}.`,
    },
    not_inside: {
      headline: 'Was not in',
      sentence: ({ lastOut }) =>
        lastOut
          ? `Went out at ${lastOut}, and was not scanned in since.`
          : 'No scan in came before this scan out. It is recorded.',
    },
  },
  entrance,
  kinds: { stop: 'Final', restriction: 'Restriction', notice: 'Note' },
  unknown: { refusal: 'Not allowed', notice: 'Note' },
}
