import type { Found } from '../rules/nouns'
import { directionAt } from '../store/door'
import { words } from '../words'
import { Dialog } from './Dialog'
import { Icon } from './Icon'

interface Props {
  person: Found
  code: string
  onClose: () => void
  onSure: (badge: string) => void
}

/** A second look before somebody is scanned by name: names are not unique. */
export function Sure({ person, code, onClose, onSure }: Props) {
  const way = directionAt(code)
  const { badge } = person
  return (
    <Dialog title={words.sure} onClose={onClose}>
      <dl class="facts">
        <dd class="sure-name"><bdi>{person.name}</bdi></dd>
        <dt>{words.company}</dt><dd><bdi>{person.company || words.noCompany}</bdi></dd>
        {person.email_domain && <><dt>{words.emailLabel}</dt><dd>…@{person.email_domain}</dd></>}
        <dt>{words.level}</dt><dd>{person.level ?? words.noLevel}</dd>
      </dl>
      <p class="hint">{badge === null ? words.noBadge : words.sureAdvice}</p>
      {badge !== null && (
        <button type="button" class="button button-main" data-testid="admit-by-name" onClick={() => onSure(badge)}>
          <Icon name={way} size={20} />{words.scanDirection[way]}
        </button>
      )}
    </Dialog>
  )
}
