import {
  ArrowLeft, CalendarDays, Check, ChevronRight, CirclePause, CirclePlay, CircleStop, CircleUser, ClipboardCheck, CloudOff, Delete, DoorOpen, Flashlight, FlashlightOff, Info,
  KeyRound, Languages, LogIn, LogOut, type IconNode, PenLine, RefreshCw, ScanQrCode, Search, ShieldAlert, TriangleAlert, Undo2, UserSearch, Users, VideoOff, X,
} from 'lucide'
import { createElement } from 'preact'

const ICONS = {
  account: CircleUser,
  back: ArrowLeft,
  calendar: CalendarDays,
  check: Check,
  close: X,
  end: CircleStop,
  erase: Delete,
  forward: ChevronRight,
  in: LogIn,
  info: Info,
  key: KeyRound,
  language: Languages,
  monitor: ClipboardCheck,
  noCamera: VideoOff,
  noContact: CloudOff,
  out: LogOut,
  pause: CirclePause,
  person: UserSearch,
  people: Users,
  refresh: RefreshCw,
  room: DoorOpen,
  scan: ScanQrCode,
  search: Search,
  sign: PenLine,
  start: CirclePlay,
  stop: ShieldAlert,
  torch: Flashlight,
  torchOff: FlashlightOff,
  undo: Undo2,
  warning: TriangleAlert,
} satisfies Record<string, IconNode>

export type IconName = keyof typeof ICONS

/** A picture beside words; it says nothing to a screen reader. */
export function Icon({ name, size = 24 }: { name: IconName; size?: number }) {
  const node: IconNode = ICONS[name]
  return (
    <svg
      class="icon" width={size} height={size} viewBox="0 0 24 24" fill="none" stroke="currentColor"
      stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"
    >
      {node.map(([tag, attributes], index) => createElement(tag, { ...attributes, key: index }))}
    </svg>
  )
}
