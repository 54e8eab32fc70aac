// Submits a form of several steps after each answer. Without a script people press the button.
import { press } from "./submitting.js";

const form = document.querySelector("[data-goes-on]");
if (form) setTimeout(() => press(form), 200);
