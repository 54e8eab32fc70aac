// Photos of an entry: { bytes, type, name }.
// Blob.arrayBuffer is missing before Safari 14.
export const bytesOf = async (file) => ({ bytes: await new Response(file).arrayBuffer(), type: file.type, name: file.name ?? "" });
export const isPhoto = (value) => typeof value !== "string" && "bytes" in value;
export const blobOf = ({ bytes, type }) => new Blob([bytes], { type });

// iPhones give every photo the same name, so the second one of an entry gets a number.
export function withOwnNames(fields) {
  const taken = new Set();
  return fields.map(([name, value]) => {
    if (!isPhoto(value)) return [name, value];
    let own = value.name;
    for (let n = 2; taken.has(own); n += 1) own = value.name.replace(/(\.\w+)?$/, `-${n}$1`);
    taken.add(own);
    return [name, { ...value, name: own }];
  });
}
