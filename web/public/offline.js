/* Opens the page again once the server answers: when the network says that it is back, and every 15 seconds. */
async function again() {
  const answer = await fetch('/healthz').catch(() => null);
  if (answer?.ok) location.reload();
}
addEventListener('online', () => void again());
setInterval(again, 15_000);
