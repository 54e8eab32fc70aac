// Sends a file before its form, so that the page can show the progress. The server stores it for the user for a day
// (residents/uploads/actions.py) and responds with a token for the form.
const TOKEN = /^\w{32}$/;
const STOPPED = -1, UNHEARD = 0, BUSY = 503, REFUSED = 422;

export function outcomeOf({ status, text }) {
  if (status === 200 && TOKEN.test(text)) return "kept";
  return { [STOPPED]: "stopped", [UNHEARD]: "unheard", [BUSY]: "busy", [REFUSED]: "refused" }[status] ?? "other";
}

// Returns { answer, stop }: a promise of { status, text }, and a function that aborts. `tell` is called with the sent share, 0 to 1.
export function sendAhead(file, to, token, tell) {
  const request = new XMLHttpRequest(), body = new FormData();
  body.append("csrfmiddlewaretoken", token);
  body.append("file", file, file.name);
  const answer = new Promise((resolve) => {
    request.upload.addEventListener("progress", (event) => { if (event.total) tell(event.loaded / event.total); });
    request.addEventListener("load", () => resolve({ status: request.status, text: request.responseText }));
    request.addEventListener("error", () => resolve({ status: UNHEARD, text: "" }));
    request.addEventListener("abort", () => resolve({ status: STOPPED, text: "" }));
    request.open("POST", to);
    request.send(body);
  });
  return { answer, stop: () => request.abort() };
}
