import '@fontsource-variable/inter/opsz.css'
import './styles/index.css'

import { render } from 'preact'

import { App } from './screens/App'
import { loadMe } from './store/account'
import { loadLease } from './store/lease'
import { tellStanding } from './store/standing'
import { eraseOver } from './store/roster'
import { watchStorage } from './store/storage'
import { loadClock } from './store/timing'
import { install } from './store/update'
import { startUploading } from './store/uploading'
import { language } from './words/language'

const root = document.getElementById('app')
if (root === null) throw new Error('index.html has no #app')
document.documentElement.lang = language
render(<App />, root)
tellStanding()
// What waits and what was lent is known before anything is said to the server.
void Promise.all([startUploading(), loadClock().then(loadLease)]).then(loadMe)
void watchStorage()
void eraseOver()
void install()
