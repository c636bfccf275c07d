/** A picture as PNG, drawn by the browser itself. */

/**
 * @param svg  a whole SVG document with its size in pixels
 * @param zoom device pixels per pixel
 */
export async function pngOf(svg: string, zoom = 2): Promise<Uint8Array> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = new OffscreenCanvas(Math.round(image.width * zoom), Math.round(image.height * zoom));
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await canvas.convertToBlob({ type: 'image/png' });
  return new Uint8Array(await blob.arrayBuffer());
}
