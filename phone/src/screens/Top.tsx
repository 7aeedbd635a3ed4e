import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'

import { back, type Route } from '../store/route'
import { words } from '../words'
import { Icon } from './Icon'

interface Props {
  title: string
  /** Where the arrow leads when there is nothing to go back to; no arrow without it. */
  up?: Route
  children?: ComponentChildren
}

/** The head of a screen. The title takes the focus, so that a screen reader says where one is. */
export function Top({ title, up, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = `${title} · ${words.app}`
    heading.current?.focus({ preventScroll: true })
  }, [title])
  return (
    <header class="top">
      {up && (
        <button type="button" class="round" aria-label={words.back} onClick={() => back(up)}>
          <Icon name="back" />
        </button>
      )}
      <h1 class="top-title" tabIndex={-1} ref={heading}>{title}</h1>
      {children}
    </header>
  )
}
