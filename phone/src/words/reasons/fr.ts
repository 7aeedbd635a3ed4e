import type { Catalogue, Entrance } from './catalogue'

const DOORS = { here: 'à cette porte', elsewhere: 'à une autre porte' }

function entrance({ at, door }: Entrance): string {
  return [at, door && DOORS[door]].filter(Boolean).join(', ')
}

export const fr: Catalogue = {
  reasons: {
    unknown_badge: {
      headline: 'Badge inconnu',
      sentence: () => 'Personne n’a ce badge à cet événement.',
    },
    other_event: {
      headline: 'Autre événement',
      sentence: () => 'Ce badge a été créé pour un autre événement.',
    },
    forged_badge: {
      headline: 'Badge non authentique',
      sentence: () => 'Ce badge ne vient pas de cet événement. Envoyez la personne à l’accueil.',
    },
    badge_revoked: {
      headline: 'Badge remplacé',
      sentence: ({ at }) => `Ce badge a été remplacé${at ? ` le ${at}` : ''}. Demandez le nouveau.`,
    },
    attendee_cancelled: {
      headline: 'Inscription annulée',
      sentence: ({ at }) => `L’inscription a été annulée${at ? ` le ${at}` : ''}.`,
    },
    session_cancelled: {
      headline: 'Session annulée',
      sentence: ({ at }) => `Cette session a été annulée${at ? ` le ${at}` : ''}.`,
    },
    level_not_included: {
      headline: 'Catégorie non admise',
      sentence: ({ level, takes }) =>
        (level ? `La catégorie « ${level} » n’est pas admise ici.` : 'Aucune catégorie d’inscription.')
        + (takes ? ` Admises : ${takes}.` : ''),
    },
    not_on_schedule: {
      headline: 'Pas sur la liste',
      sentence: () => 'Cette session n’est pas au programme de cette personne.',
    },
    capacity_reached: {
      headline: 'Salle complète',
      sentence: ({ count, capacity, leased, isAlone }) => {
        if (!count || !capacity) return 'Toutes les places sont prises.'
        if (isAlone) return `Plus de places à donner sans contact. D’après ce téléphone : ${count} sur ${capacity}.`
        return leased ? `Places prises : ${count} sur ${capacity} ; gardées pour d’autres portes : ${leased}.` : `Places prises : ${count} sur ${capacity}.`
      },
    },
    outside_scan_window: {
      headline: 'Porte fermée',
      sentence: ({ opens, closes }) => {
        if (opens && closes) return `On scanne de ${opens} à ${closes}.`
        if (opens) return `On scanne à partir de ${opens}.`
        return closes ? `On scannait jusqu’à ${closes}.` : 'On ne scanne pas en ce moment.'
      },
    },
    inside_elsewhere: {
      headline: 'Dans une autre session',
      sentence: ({ title, since }) =>
        `Encore dans ${title ? `« ${title} »` : 'une autre session'}${since ? `, depuis ${since}` : ''}.`,
    },
    already_inside: {
      headline: 'Déjà à l’intérieur',
      sentence: ({ at, door }) => `Entrée scannée${at ? ` à ${at}` : ''}${door ? `, ${DOORS[door]}` : ''}.`,
    },
    not_inside: {
      headline: 'Sortie sans entrée',
      sentence: ({ lastOut }) =>
        lastOut
          ? `Sortie à ${lastOut}, et aucune entrée scannée depuis.`
          : 'Aucune entrée n’a été scannée avant cette sortie. C’est au registre.',
    },
  },
  entrance,
  kinds: { stop: 'Définitif', restriction: 'Restriction', notice: 'Remarque' },
  unknown: { refusal: 'Accès refusé', notice: 'Remarque' },
}
