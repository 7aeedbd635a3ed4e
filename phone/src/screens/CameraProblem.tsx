import type { CameraState } from '../camera/camera'
import { words } from '../words'
import { Icon } from './Icon'

/** Why there is no picture, what to do about it, and what works all the same. */
export function CameraProblem({ state, again }: { state: Exclude<CameraState, 'running'>; again: () => void }) {
  const { title, advice } = words.camera[state]
  if (state === 'starting') return <p class="scan-aim" role="status">{title}</p>
  return (
    <div class="camera-problem" role="alert">
      <Icon name="noCamera" size={28} />
      <p class="camera-problem-title">{title}</p>
      <p>{advice}</p>
      <p>{words.cameraElse}</p>
      {state !== 'insecure' && (
        <button type="button" class="button" onClick={again}><Icon name="refresh" size={20} />{words.tryAgain}</button>
      )}
    </div>
  )
}
