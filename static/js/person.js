// Pk of the person whose page this is; "" where nobody is signed in.
export const me = document.body.dataset.person ?? "";
