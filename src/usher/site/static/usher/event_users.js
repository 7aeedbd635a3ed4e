// Says when the list of phones is no longer fresh, and asks to sign in where the sign-in has ended.
document.addEventListener('htmx:beforeSwap', (event) => {
  const asked = event.detail.pathInfo.requestPath;
  if (new URL(event.detail.xhr.responseURL).pathname === asked) return;
  event.detail.shouldSwap = false;
  location.reload();
});

const stale = () => {
  const said = document.querySelector('.doors [data-stale]');
  if (!said || said.dataset.state === 'late') return;
  said.dataset.state = 'late';
  said.textContent = said.dataset.stale;
};

document.addEventListener('htmx:sendError', stale);
document.addEventListener('htmx:responseError', stale);
