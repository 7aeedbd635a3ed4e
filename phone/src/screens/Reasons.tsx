import type { Why } from '../rules/nouns'
import type { Kind } from '../rules/reasons'
import { words } from '../words'
import { KIND_WORDS, say } from '../words/reasons'
import { Icon, type IconName } from './Icon'

const ICONS: Record<Kind, IconName> = { stop: 'stop', restriction: 'warning', notice: 'info' }

interface Props {
  list: Why[]
  overrode: string[]
  zone: string
  doorHere: string
  /** What stands in large letters already, and is not said twice. */
  headline: string
}

/** Reasons in words, each with its weight. */
export function Reasons({ list, overrode, zone, doorHere, headline }: Props) {
  if (list.length === 0) return null
  return (
    <ul class="reasons">
      {list.map((why) => {
        const said = say(why, zone, doorHere)
        return (
          <li key={why.code} class="reason" data-kind={why.kind} data-testid={`reason-${why.code}`}>
            <Icon name={ICONS[why.kind]} size={22} />
            <p class="reason-head">
              {said.headline !== headline && <b>{said.headline}</b>}
              <small>{overrode.includes(why.code) ? words.overruled : KIND_WORDS[why.kind]}</small>
            </p>
            <p><span>{said.sentence}</span></p>
          </li>
        )
      })}
    </ul>
  )
}
