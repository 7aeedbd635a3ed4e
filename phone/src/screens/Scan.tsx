import { computed, useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'

import { Camera, type CameraState } from '../camera/camera'
import { sightingsAt, turnedTo, type Sightings } from '../camera/sightings'
import { listenToWedge } from '../camera/wedge'
import { allowSound } from '../feedback/sound'
import { stayAwake } from '../feedback/wake'
import { lookOf } from '../rules/look'
import type { Event, Session } from '../rules/nouns'
import type { Direction } from '../rules/reasons'
import { desk, isBusy, offer } from '../store/desk'
import { direction, doorName } from '../store/door'
import { words } from '../words'
import { CameraProblem } from './CameraProblem'
import { Deck } from './Deck'
import { ScanHead } from './ScanHead'
import { Verdict } from './Verdict'
import { Waiting } from './Waiting'

// Given to the element as they are: a verdict is on the screen sooner where nothing else is made anew.
const showing = computed(() => (desk.value.kind === 'decided' ? 'verdict' : 'camera'))
const look = computed(() => (desk.value.kind === 'decided' ? lookOf(desk.value.result) : undefined))

export function Scan({ event, session }: { event: Event; session: Session }) {
  const way = direction.value
  useDoor(way)
  const { video, camera, state, hasTorch } = useCamera(`${event.slug}:${doorName(session.code, way)}`)
  return (
    <main class="scan" data-direction={way} data-showing={showing} data-look={look} onPointerDown={allowSound}>
      <video class="scan-video" ref={video} muted playsInline aria-hidden="true" />
      <div class="scan-veil" aria-hidden="true" />
      <ScanHead event={event} session={session} camera={camera} hasTorch={hasTorch} />
      <section class="scan-view" data-testid="camera-state" data-state={state}>
        {state === 'running'
          ? <><div class="reticle" aria-hidden="true"><i /></div><p class="scan-aim">{words.aim}</p></>
          : <CameraProblem state={state} again={() => void camera.current?.start()} />}
      </section>
      <Deck event={event} session={session} />
      <Waiting />
      <Shown event={event} session={session} />
    </main>
  )
}

function Shown({ event, session }: { event: Event; session: Session }) {
  const open = desk.value
  return open.kind === 'decided' ? <Verdict key={open.scan.id} event={event} session={session} shown={open} /> : null
}

function useDoor(way: Direction): void {
  useEffect(() => stayAwake(), [])
  useEffect(() => listenToWedge(offer), [])
  useEffect(() => {
    document.title = `${words.scanDirection[way]} · ${words.app}`
  }, [way])
}

function useCamera(door: string) {
  const video = useRef<HTMLVideoElement>(null)
  const camera = useRef<Camera | null>(null)
  const state = useSignal<CameraState>('starting')
  const hasTorch = useSignal(false)
  useEffect(() => {
    if (video.current === null) return undefined
    const sightings = sightingsAt(door)
    const opened = new Camera(video.current, {
      onReading: (text) => take(sightings, text),
      onState: (next) => (state.value = next),
      onTorch: (isThere) => (hasTorch.value = isThere),
    })
    camera.current = opened
    void opened.start()
    return () => opened.close()
  }, [])
  useEffect(() => turnedTo(door), [door])
  return { video, camera, state: state.value, hasTorch: hasTorch.value }
}

function take(sightings: Sightings, text: string | null): void {
  const at = performance.now()
  if (isBusy()) return sightings.glimpse(text, at)
  const badge = sightings.see(text, at)
  if (badge !== null) offer(badge)
}
