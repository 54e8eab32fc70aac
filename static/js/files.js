// The photos and PDFs of a form (templates/louzu_forms/files.html).
import { FileList } from "./file-list.js";
import { FileSending } from "./file-sending.js";

for (const box of document.querySelectorAll("[data-files]")) {
  const chosen = new FileList(box), sending = new FileSending(chosen);
  window.addEventListener("pageshow", () => { sending.rest(); chosen.takeAgain(); });
}
