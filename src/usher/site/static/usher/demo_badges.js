// The arrow keys turn the badges; without this the two buttons do.
const TURNS = { ArrowLeft: 'prev', ArrowRight: 'next' };

addEventListener('keydown', (event) => {
  const turn = TURNS[event.key];
  if (turn && !event.altKey && !event.ctrlKey && !event.metaKey) {
    document.querySelector(`.turn a[rel=${turn}]`).click();
  }
});
