import { Decoder } from './decoder'
import { hasTorch, setTorch } from './torch'

export type CameraState = 'starting' | 'running' | 'refused' | 'absent' | 'insecure' | 'busy'

export interface CameraListener {
  onReading: (text: string | null) => void
  onState: (state: CameraState) => void
  onTorch: (isThere: boolean) => void
}

/** The rear camera, shown in a video and read frame by frame; off while the page is hidden. */
export class Camera {
  private stream: MediaStream | null = null
  private isWanted = false
  private readonly decoder: Decoder

  constructor(private readonly video: HTMLVideoElement, private readonly listener: CameraListener) {
    this.decoder = new Decoder(listener.onReading)
    document.addEventListener('visibilitychange', this.follow)
  }

  start = async (): Promise<void> => {
    this.isWanted = true
    this.stop()
    this.listener.onState('starting')
    try {
      const stream = await open()
      if (!this.isWanted || document.hidden) return end(stream)
      await this.show(stream)
    } catch (error) {
      this.listener.onState(stateOf(error))
    }
  }

  async torch(isOn: boolean): Promise<void> {
    if (this.stream) await setTorch(this.stream, isOn)
  }

  close(): void {
    this.isWanted = false
    this.stop()
    this.decoder.close()
    document.removeEventListener('visibilitychange', this.follow)
  }

  private async show(stream: MediaStream): Promise<void> {
    this.stream = stream
    this.video.srcObject = stream
    // Another program, or the system, may take the camera away.
    stream.getVideoTracks()[0]?.addEventListener('ended', () => this.listener.onState('busy'))
    await this.video.play()
    this.listener.onState('running')
    this.listener.onTorch(hasTorch(stream))
    this.watch(stream)
  }

  private watch(stream: MediaStream): void {
    const next = (): void => {
      if (this.stream !== stream) return
      void this.decoder.offer(this.video)
      this.nextFrame(next)
    }
    this.nextFrame(next)
  }

  private nextFrame(then: () => void): void {
    if ('requestVideoFrameCallback' in this.video) this.video.requestVideoFrameCallback(then)
    else requestAnimationFrame(then)
  }

  private stop(): void {
    if (this.stream) end(this.stream)
    this.stream = null
    this.video.srcObject = null
  }

  // A home-screen app that keeps its tracks while hidden comes back with a black picture.
  private readonly follow = (): void => {
    if (document.hidden) this.stop()
    else if (this.isWanted) void this.start()
  }
}

function open(): Promise<MediaStream> {
  if (!window.isSecureContext || !('mediaDevices' in navigator)) {
    return Promise.reject(new DOMException('no secure context', 'SecurityError'))
  }
  const video = { facingMode: { ideal: 'environment' }, width: { ideal: 1280 }, height: { ideal: 720 } }
  return navigator.mediaDevices.getUserMedia({ video, audio: false })
}

function end(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop()
}

const STATES: Record<string, CameraState> = {
  NotAllowedError: 'refused',
  NotFoundError: 'absent',
  OverconstrainedError: 'absent',
  SecurityError: 'insecure',
}

function stateOf(error: unknown): CameraState {
  return (error instanceof Error && STATES[error.name]) || 'busy'
}
