/** The torch is known to browsers and not yet to the types of the DOM. */
interface TorchCapabilities extends MediaTrackCapabilities {
  torch?: boolean
}

interface TorchConstraint extends MediaTrackConstraintSet {
  torch: boolean
}

export function hasTorch(stream: MediaStream): boolean {
  const track = stream.getVideoTracks()[0]
  const capabilities: TorchCapabilities = track?.getCapabilities?.() ?? {}
  return capabilities.torch === true
}

export async function setTorch(stream: MediaStream, isOn: boolean): Promise<void> {
  const wish: TorchConstraint = { torch: isOn }
  await stream.getVideoTracks()[0]?.applyConstraints({ advanced: [wish] })
}
