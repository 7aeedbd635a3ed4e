import { useSignal } from '@preact/signals'
import type { RefObject } from 'preact'
import { useEffect, useRef } from 'preact/hooks'

import type { Camera } from '../camera/camera'
import type { Event, Session } from '../rules/nouns'
import { back } from '../store/route'
import { words } from '../words'
import { Icon } from './Icon'

interface Props {
  event: Event
  session: Session
  camera: RefObject<Camera | null>
  hasTorch: boolean
}

export function ScanHead({ event, session, camera, hasTorch }: Props) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus({ preventScroll: true }), [])
  return (
    <header class="scan-head">
      <button type="button" class="round" aria-label={words.back}
        onClick={() => back({ screen: 'session', slug: event.slug, code: session.code })}>
        <Icon name="back" />
      </button>
      <h1 class="scan-title" tabIndex={-1} ref={heading}><span>{session.title}</span><small>{session.room}</small></h1>
      {hasTorch && <Torch camera={camera} />}
    </header>
  )
}

function Torch({ camera }: { camera: RefObject<Camera | null> }) {
  const isOn = useSignal(false)
  async function turn(): Promise<void> {
    await camera.current?.torch(!isOn.value)
    isOn.value = !isOn.value
  }
  return (
    <button type="button" class="round" data-testid="torch" aria-pressed={isOn.value}
      aria-label={isOn.value ? words.torchOff : words.torchOn} onClick={() => void turn()}>
      <Icon name={isOn.value ? 'torchOff' : 'torch'} />
    </button>
  )
}
