import type { ComponentChildren } from 'preact'

import type { Loaded } from '../store/loaded'
import { words } from '../words'
import { Icon, type IconName } from './Icon'

interface Props {
  icon: IconName
  title: string
  advice?: string
  children?: ComponentChildren
}

/** What a place says when there is nothing to show: what is the matter, and the next step. */
export function Empty({ icon, title, advice, children }: Props) {
  return (
    <div class="empty" role="status">
      <span class="empty-icon"><Icon name={icon} size={28} /></span>
      <p class="empty-title">{title}</p>
      {advice && <p class="empty-advice">{advice}</p>}
      {children}
    </div>
  )
}

function Coming() {
  return (
    <div class="rows-coming" role="status">
      <p class="hint">{words.loading}</p>
      <i /><i /><i />
    </div>
  )
}

/** What stands in the place of something that is not here yet, or could not be had. */
export function Missing({ loaded, again }: { loaded: Exclude<Loaded<unknown>, { state: 'ready' }>; again: () => void }) {
  if (loaded.state === 'loading') return <Coming />
  const isOffline = loaded.state === 'no_contact'
  return (
    <Empty
      icon={isOffline ? 'noContact' : 'warning'}
      title={isOffline ? words.noContact : words.fault}
      advice={isOffline ? words.noContactAdvice : loaded.detail}
    >
      <button type="button" class="button" onClick={again}><Icon name="refresh" size={20} />{words.tryAgain}</button>
    </Empty>
  )
}
