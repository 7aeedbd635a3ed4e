import type { Catalogue, Entrance } from './catalogue'

const DOORS = { here: 'an dieser Tür', elsewhere: 'an einer anderen Tür' }

function entrance({ at, door }: Entrance): string {
  return [at && `${at} Uhr`, door && DOORS[door]].filter(Boolean).join(', ')
}

export const de: Catalogue = {
  reasons: {
    unknown_badge: {
      headline: 'Badge unbekannt',
      sentence: () => 'Zu diesem Badge gehört niemand auf dieser Veranstaltung.',
    },
    other_event: {
      headline: 'Falsche Veranstaltung',
      sentence: () => 'Dieses Badge gehört zu einer anderen Veranstaltung.',
    },
    forged_badge: {
      headline: 'Badge nicht echt',
      sentence: () => 'Dieses Badge stammt nicht von dieser Veranstaltung. Schicken Sie die Person zur Registrierung.',
    },
    badge_revoked: {
      headline: 'Badge ersetzt',
      sentence: ({ at }) => `Dieses Badge wurde${at ? ` am ${at}` : ''} ersetzt. Fragen Sie nach dem neuen.`,
    },
    attendee_cancelled: {
      headline: 'Storniert',
      sentence: ({ at }) => `Die Registrierung wurde${at ? ` am ${at}` : ''} storniert.`,
    },
    session_cancelled: {
      headline: 'Session abgesagt',
      sentence: ({ at }) => `Diese Session wurde${at ? ` am ${at}` : ''} abgesagt.`,
    },
    level_not_included: {
      headline: 'Nicht zugelassen',
      sentence: ({ level, takes }) =>
        (level ? `Die Kategorie „${level}“ ist hier nicht zugelassen.` : 'Keine Teilnahmekategorie.')
        + (takes ? ` Zugelassen: ${takes}.` : ''),
    },
    not_on_schedule: {
      headline: 'Nicht auf der Liste',
      sentence: () => 'Die Person hat diese Session nicht im Zeitplan.',
    },
    capacity_reached: {
      headline: 'Raum ist voll',
      sentence: ({ count, capacity, leased, isAlone }) => {
        if (!count || !capacity) return 'Alle Plätze sind belegt.'
        if (isAlone) return `Ohne Verbindung keine Plätze mehr zu vergeben. Nach Zählung dieses Handys: ${count} von ${capacity}.`
        return leased ? `Belegte Plätze: ${count} von ${capacity}, für andere Türen freigehalten: ${leased}.` : `Belegte Plätze: ${count} von ${capacity}.`
      },
    },
    outside_scan_window: {
      headline: 'Tür ist zu',
      sentence: ({ opens, closes }) => {
        if (opens && closes) return `Gescannt wird von ${opens} bis ${closes} Uhr.`
        if (opens) return `Gescannt wird ab ${opens} Uhr.`
        return closes ? `Gescannt wurde bis ${closes} Uhr.` : 'Zurzeit wird nicht gescannt.'
      },
    },
    inside_elsewhere: {
      headline: 'In anderer Session',
      sentence: ({ title, since }) =>
        `Noch ${title ? `in „${title}“` : 'in einer anderen Session'}${since ? `, seit ${since} Uhr` : ''}.`,
    },
    already_inside: {
      headline: 'Schon drinnen',
      sentence: ({ at, door }) => `Eingang gescannt${at ? ` um ${at} Uhr` : ''}${door ? `, ${DOORS[door]}` : ''}.`,
    },
    not_inside: {
      headline: 'War nicht drinnen',
      sentence: ({ lastOut }) =>
        lastOut
          ? `Ging um ${lastOut} Uhr hinaus und wurde seitdem nicht am Eingang gescannt.`
          : 'Vor diesem Ausgang wurde kein Eingang gescannt. Es ist vermerkt.',
    },
  },
  entrance,
  kinds: { stop: 'Endgültig', restriction: 'Einschränkung', notice: 'Hinweis' },
  unknown: { refusal: 'Kein Zutritt', notice: 'Hinweis' },
}
