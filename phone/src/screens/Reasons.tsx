import type { Result } from '../rules/nouns'
import type { Kind } from '../rules/reasons'
import { words } from '../words'
import { KIND_WORDS, say } from '../words/reasons'
import { Icon, type IconName } from './Icon'

const ICONS: Record<Kind, IconName> = { stop: 'stop', restriction: 'warning', notice: 'info' }

interface Props {
  result: Result
  zone: string
  doorHere: string
  /** What stands in large letters already, and is not said twice. */
  headline: string
}

/** Every reason in words, with its weight. */
export function Reasons({ result, zone, doorHere, headline }: Props) {
  if (result.reasons.length === 0) return null
  return (
    <ul class="reasons">
      {result.reasons.map((why) => {
        const said = say(why, zone, doorHere)
        return (
          <li key={why.code} class="reason" data-kind={why.kind} data-testid={`reason-${why.code}`}>
            <Icon name={ICONS[why.kind]} size={22} />
            <p>{said.headline !== headline && <b>{said.headline}</b>}<span>{said.sentence}</span></p>
            <small>{result.overrode.includes(why.code) ? words.overruled : KIND_WORDS[why.kind]}</small>
          </li>
        )
      })}
    </ul>
  )
}
