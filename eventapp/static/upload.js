// A form with files shows how much of it is sent. Without this script the browser sends it by itself.
// The answer is read as a document, which runs no script of it: safe under Trusted Types.
const megabytes = bytes => (bytes / 2 ** 20).toFixed(1);

document.addEventListener('submit', event => {
  const form = event.target.closest('[data-upload]');
  if (!form) return;
  event.preventDefault();
  const box = form.querySelector('#upload'), bar = box.querySelector('progress'), text = box.querySelector('[role=status]');
  const button = form.querySelector('button');
  const request = new XMLHttpRequest();
  const again = words => { button.disabled = false; text.textContent = words; };
  request.open('POST', form.action);
  request.responseType = 'document';
  request.upload.onprogress = ({ loaded, total }) => {
    bar.value = loaded / total;
    text.textContent = `${megabytes(loaded)} of ${megabytes(total)} MB`;
  };
  request.upload.onload = () => {
    bar.removeAttribute('value');
    text.textContent = 'Reading the events. This can take a minute.';
  };
  request.onerror = () => again('The connection broke. Nothing was imported. Try again.');
  request.onload = () => {
    if (request.responseURL !== form.action) return location.assign(request.responseURL);
    const page = request.response?.querySelector('main');
    if (!page) return again('That did not work. Nothing was imported.');
    document.title = request.response.title;
    document.querySelector('main').replaceWith(document.adoptNode(page));
    (document.querySelector('[role=alert]') ?? document.querySelector('main')).focus();
  };
  button.disabled = true;
  box.hidden = false;
  request.send(new FormData(form));
});
