// A page that answers a form takes the address of a page that can be opened, so that the back key and a reload do not ask
// whether to send the form again.
const { posted } = document.body.dataset;
if (posted !== undefined) history.replaceState(history.state, "", posted || location.href);
