const LONGEST = 1600;
const QUALITY = 0.8;

/** The photo as JPEG, at most 1600 px long: a few hundred kB. Drawn anew, so its file tells no place and no device. */
export async function smaller(file: Blob): Promise<Blob> {
  const picture = await createImageBitmap(file);
  const by = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * by);
  canvas.height = Math.round(picture.height * by);
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return new Promise((done, fail) => {
    canvas.toBlob((blob) => { if (blob) done(blob); else fail(new Error("no picture")); }, "image/jpeg", QUALITY);
  });
}
