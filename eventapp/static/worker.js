// Hears the click on a notification, when the page that showed it is gone: phones let nobody else show any. It is for
// /static/, where there are no pages: it sees no request, and keeps nothing. Signing out removes it.
addEventListener('notificationclick', event => {
  event.notification.close();
  event.waitUntil(show(new URL(event.notification.data, location.origin).href));
});

async function show(address) {
  const pages = await clients.matchAll({ type: 'window', includeUncontrolled: true });
  const page = pages.find(({ url }) => url === address);
  return page ? page.focus() : clients.openWindow(address);
}
