import type { Catalogue, Entrance } from './catalogue'

const DOORS = { here: 'en esta puerta', elsewhere: 'en otra puerta' }

function entrance({ at, door }: Entrance): string {
  return [at, door && DOORS[door]].filter(Boolean).join(', ')
}

export const es: Catalogue = {
  reasons: {
    unknown_badge: {
      headline: 'Credencial desconocida',
      sentence: () => 'Ningún asistente de este evento tiene esta credencial.',
    },
    other_event: {
      headline: 'Es de otro evento',
      sentence: () => 'Esta credencial se hizo para otro evento.',
    },
    forged_badge: {
      headline: 'No es auténtica',
      sentence: () => 'Esta credencial no la hizo este evento. Envíe a la persona a inscripciones.',
    },
    badge_revoked: {
      headline: 'Credencial reemplazada',
      sentence: ({ at }) => `Esta credencial se reemplazó${at ? ` el ${at}` : ''}. Pida la nueva.`,
    },
    attendee_cancelled: {
      headline: 'Inscripción cancelada',
      sentence: ({ at }) => `La inscripción se canceló${at ? ` el ${at}` : ''}.`,
    },
    session_cancelled: {
      headline: 'Sesión cancelada',
      sentence: ({ at }) => `Esta sesión se canceló${at ? ` el ${at}` : ''}.`,
    },
    level_not_included: {
      headline: 'Nivel no incluido',
      sentence: ({ level, takes }) =>
        (level ? `El nivel “${level}” no incluye esta sesión.` : 'Sin nivel de inscripción.')
        + (takes ? ` Niveles incluidos: ${takes}.` : ''),
    },
    not_on_schedule: {
      headline: 'No está en la lista',
      sentence: () => 'Esta sesión no está en la agenda de la persona.',
    },
    capacity_reached: {
      headline: 'Sala llena',
      sentence: ({ count, capacity, leased, isAlone }) => {
        if (!count || !capacity) return 'Todas las plazas están ocupadas.'
        if (isAlone) return `Sin conexión no quedan plazas que dar. Según este teléfono: ${count} de ${capacity}.`
        return leased ? `Plazas ocupadas: ${count} de ${capacity}; reservadas para otras puertas: ${leased}.` : `Plazas ocupadas: ${count} de ${capacity}.`
      },
    },
    outside_scan_window: {
      headline: 'Puerta cerrada',
      sentence: ({ opens, closes }) => {
        if (opens && closes) return `Se escanea de ${opens} a ${closes}.`
        if (opens) return `Se escanea a partir de las ${opens}.`
        return closes ? `Se escaneó hasta las ${closes}.` : 'Ahora no se escanea.'
      },
    },
    inside_elsewhere: {
      headline: 'En otra sesión',
      sentence: ({ title, since }) =>
        `Sigue dentro de ${title ? `“${title}”` : 'otra sesión'}${since ? `, desde las ${since}` : ''}.`,
    },
    already_inside: {
      headline: 'Ya está dentro',
      sentence: ({ at, door }) => `Entrada escaneada${at ? ` a las ${at}` : ''}${door ? `, ${DOORS[door]}` : ''}.`,
    },
    not_inside: {
      headline: 'No estaba dentro',
      sentence: ({ lastOut }) =>
        lastOut
          ? `Salió a las ${lastOut} y desde entonces no se ha escaneado su entrada.`
          : 'Antes de esta salida no se escaneó ninguna entrada. Consta en el registro.',
    },
  },
  entrance,
  kinds: { stop: 'Definitivo', restriction: 'Restricción', notice: 'Aviso' },
  unknown: { refusal: 'No puede pasar', notice: 'Aviso' },
}
