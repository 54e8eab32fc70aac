// A form that goes on by itself: each answer brings the next step. Without a script one presses the button.
import { press } from "./submitting.js";

const form = document.querySelector("[data-goes-on]");
if (form) setTimeout(() => press(form), 200);
