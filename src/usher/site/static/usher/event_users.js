// Says when the list of phones is no longer fresh.
const stale = () => {
  const said = document.querySelector('.doors [data-stale]');
  if (!said || said.dataset.state === 'late') return;
  said.dataset.state = 'late';
  said.textContent = said.dataset.stale;
};

document.addEventListener('htmx:sendError', stale);
document.addEventListener('htmx:responseError', stale);
