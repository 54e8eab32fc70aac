// A form that goes on by itself: each answer brings the next step. Without a script one presses the button.
const form = document.querySelector("[data-goes-on]");
if (form) setTimeout(() => form.requestSubmit(), 200);
