// Put files into a field, compare files, and make a thumbnail.
// Before Safari 14.1 a script cannot put files into a field, so the chosen originals are sent.
export function given(files) {
  try {
    const transfer = new DataTransfer();
    for (const file of files) transfer.items.add(file);
    return transfer.files;
  } catch { return null; }
}

export const able = given([]) !== null;
export const same = (one, other) => one.name === other.name && one.size === other.size && one.lastModified === other.lastModified;

export function pictureOf(file, name) {
  const picture = new Image(160, 128);
  picture.alt = name;
  picture.onload = picture.onerror = (event) => {
    URL.revokeObjectURL(picture.src);
    if (event.type === "error") picture.remove(); else picture.parentElement.className = "";
  };
  picture.src = URL.createObjectURL(file);
  return picture;
}
