// Pk of the signed-in user, or "".
export const me = document.body.dataset.person ?? "";
