// What every page needs of sending: a double click sends once, and whoever was signed out meanwhile
// is asked to sign in instead of finding that page inside this one.
const AGAIN_AFTER_MS = 5_000;
const SIGN_IN = '/accounts/login/';

const sent = new Set();

document.addEventListener('submit', (event) => {
  if (event.defaultPrevented || event.target.method !== 'post') return;
  if (sent.has(event.target)) {
    event.preventDefault();
    return;
  }
  sent.add(event.target);
  // An answer that is a file leaves the page where it is, to be sent again.
  setTimeout(() => sent.delete(event.target), AGAIN_AFTER_MS);
});
// A browser that goes back shows the page as it was left.
addEventListener('pageshow', () => sent.clear());

document.addEventListener('htmx:beforeSwap', (event) => {
  if (new URL(event.detail.xhr.responseURL).pathname !== SIGN_IN) return;
  event.detail.shouldSwap = false;
  location.reload();
});
